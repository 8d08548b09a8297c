#include "daemon/watchlist/item_reference.hpp"

#include "daemon/watchlist/item_fields.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

namespace lacuna {
namespace {

constexpr std::size_t fewest_digits = 6;
constexpr std::size_t most_digits = 19;
constexpr std::size_t longest_text = 2048;

bad_input wrong(std::string what) { return {.where = "", .wrong = std::move(what)}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// `prefix` in lower case.
bool skip(std::string_view& text, std::string_view prefix) {
    if (text.size() < prefix.size()) return false;
    if (!std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char p, char t) { return p == lower(t); })) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

/// What stands before the first '/', which is taken away with it.
std::string_view next_part(std::string_view& path) {
    auto const end = std::min(path.find('/'), path.size());
    auto const part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return part;
}

checked<std::int64_t> read_id(std::string_view digits) {
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return wrong("must be a TikTok video id of 6 to 19 digits or the address of a TikTok video");
    }
    if (digits.size() < fewest_digits || digits.size() > most_digits) {
        return wrong("must be a TikTok video id of 6 to 19 digits, not of " + std::to_string(digits.size()));
    }
    if (digits.front() == '0') return wrong("must be a video id that does not begin with 0");
    std::int64_t id = 0;
    auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    if (fault != std::errc{}) return wrong("must be a video id of at most 9223372036854775807");
    return id;
}

checked<named_item> item_of(std::string_view digits, std::string username) {
    auto const id = read_id(digits);
    if (!id.has_value()) return id.error();
    return named_item{.platform_id = *id, .username = std::move(username)};
}

checked<named_item> read_tiktok_path(std::string_view path) {
    auto first = next_part(path);
    auto const second = next_part(path);
    auto const third = next_part(path);
    if (first == "t") return wrong("is a short link: open it and paste the address it leads to");
    if (second == "photo") return wrong("is a photo post; only videos can be audited");
    if (first == "v" && second.ends_with(".html") && third.empty()) {
        return item_of(second.substr(0, second.size() - 5), "");
    }
    bool const named = first.starts_with('@') || skip(first, "%40");
    if (!named || second != "video" || third.empty() || !path.empty()) {
        return wrong(
            "must be the address of one video, like https://www.tiktok.com/@name/video/7332960275127110954");
    }
    auto username = read_username(first);
    if (!username.has_value()) return username.error();
    return item_of(third, std::move(*username));
}

checked<named_item> read_share_path(std::string_view path) {
    auto const first = next_part(path);
    auto const second = next_part(path);
    auto const third = next_part(path);
    if (first != "share" || second != "video" || third.empty() || !path.empty()) {
        return wrong(
            "must be the address of one video, like "
            "https://www.tiktokv.com/share/video/7332960275127110954/");
    }
    return item_of(third, "");
}

/// The host in lower case without "www.", user information and port; nothing if it has the first.
std::optional<std::string> plain_host(std::string_view authority) {
    if (authority.find('@') != std::string_view::npos) return std::nullopt;
    auto const colon = authority.find(':');
    if (colon != std::string_view::npos) {
        auto const port = authority.substr(colon + 1);
        if (port != "443" && port != "80") return std::nullopt;
    }
    std::string host{authority.substr(0, colon)};
    std::transform(host.begin(), host.end(), host.begin(), lower);
    if (host.starts_with("www.")) host.erase(0, 4);
    return host;
}

}  // namespace

void throw_exception_from_error(bad_input const& wrong, boost::source_location const& where) {
    throw std::logic_error{"unchecked input: " + wrong.where + " " + wrong.wrong + " at " +
                           where.to_string()};
}

checked<named_item> read_item_reference(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return wrong("must be a TikTok video id or address, not empty");
    if (text.size() > longest_text)
        return wrong("must be a TikTok video id or address of at most 2048 bytes");
    if (std::all_of(text.begin(), text.end(), is_digit)) return item_of(text, "");

    auto rest = text;
    bool const has_scheme = skip(rest, "https://") || skip(rest, "http://");
    rest = rest.substr(0, rest.find_first_of("?#"));
    auto const authority = next_part(rest);
    if (!has_scheme && authority.find('.') == std::string_view::npos) return read_id(text).error();
    auto const host = plain_host(authority);
    if (host == "vm.tiktok.com" || host == "vt.tiktok.com") {
        return wrong("is a short link: open it and paste the address it leads to");
    }
    if (host == "tiktok.com" || host == "m.tiktok.com") return read_tiktok_path(rest);
    if (host == "tiktokv.com" || host == "m.tiktokv.com") return read_share_path(rest);
    return wrong("must be an address on tiktok.com, m.tiktok.com or tiktokv.com");
}

}  // namespace lacuna
