#include "daemon/watchlist/item_fields.hpp"

#include "daemon/time/utc.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace lacuna {
namespace {

using namespace std::chrono;

constexpr std::size_t longest_username = 100;
constexpr sys_days first_creation{2014y / January / 1};
constexpr sys_days end_of_creation{2100y / January / 1};

bad_input wrong(std::string what) { return {.where = "", .wrong = std::move(what)}; }

/// In so many words: a text alone could also become the bad_input, which is an aggregate of texts.
checked<std::string> taken(std::string text) { return {boost::system::in_place_value, std::move(text)}; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const begin = std::min(text.find_first_not_of(blanks), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

}  // namespace

checked<std::string> read_username(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('@')) text.remove_prefix(1);
    bool const fits = std::all_of(text.begin(), text.end(),
                                  [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.'; });
    if (!fits || text.size() > longest_username) {
        return wrong("must be a user name of up to 100 letters, digits, '_' and '.'");
    }
    return taken(std::string{text});
}

checked<std::string> read_region(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return taken({});
    if (text.size() != 2 || !is_letter(text[0]) || !is_letter(text[1])) {
        return wrong("must be a country code of two letters, like DE");
    }
    std::string region{text};
    for (auto& c : region) c = static_cast<char>(c & ~0x20);
    return taken(std::move(region));
}

checked<sys_seconds> read_created_at(std::string_view text) {
    text = trimmed(text);
    auto at = read_instant(text);
    if (!at && !text.empty() && text.size() <= 11 && std::all_of(text.begin(), text.end(), is_digit)) {
        std::int64_t count = 0;
        std::from_chars(text.data(), text.data() + text.size(), count);
        at = utc_time{seconds{count}};
    }
    if (!at) return wrong("must be a time like 2026-11-20T05:12:09Z or Unix seconds");
    if (*at < first_creation || *at >= end_of_creation) return wrong("must be a time from 2014 to 2099");
    return floor<seconds>(*at);
}

checked<std::string> read_free_text(std::string_view text, std::size_t most) {
    text = trimmed(text);
    if (text.size() > most) return wrong("must be at most " + std::to_string(most) + " bytes");
    bool const printable = std::none_of(text.begin(), text.end(), [](char c) {
        return (c >= '\0' && c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\x7f';
    });
    if (!printable) return wrong("must be text without control characters");
    return taken(std::string{text});
}

}  // namespace lacuna
