#include "daemon/watchlist/data_donation.hpp"

#include "daemon/watchlist/donated_json.hpp"
#include "daemon/watchlist/donated_text.hpp"
#include "daemon/watchlist/export_bytes.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <string>
#include <utility>

namespace lacuna {
namespace {

constexpr std::array refusals{link_refusal::no_address, link_refusal::other_site, link_refusal::not_a_video,
                              link_refusal::bad_id};
constexpr std::size_t longest_link = 2048;
constexpr std::string_view digits = "0123456789";

bool skip(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool is_of_tiktok(std::string_view authority) {
    std::string host{authority.substr(0, authority.find(':'))};
    std::transform(host.begin(), host.end(), host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (std::string_view const own : {"tiktok.com", "tiktokv.com"}) {
        if (host == own || host.ends_with('.' + std::string{own})) return true;
    }
    return false;
}

/// Things other than videos can be shared; a photo post has a video's address.
bool is_shared_otherwise(std::string_view shared) {
    constexpr std::array<std::string_view, 9> others{"photo", "live",  "user",    "profile", "account",
                                                     "music", "sound", "hashtag", "playlist"};
    return std::any_of(others.begin(), others.end(), [shared](std::string_view other) {
        return shared.find(other) != std::string_view::npos;
    });
}

/// What one file gave; becomes part of the donation only when the file turns out to be of an export.
struct found_links {
    std::vector<std::int64_t> ids{};
    std::array<std::size_t, 4> refused{};
    std::size_t links = 0;

    void add(std::string_view link, std::string_view shared) {
        ++links;
        auto const read = is_shared_otherwise(shared) ? link_refusal::not_a_video : read_donated_link(link);
        if (auto const* const why = std::get_if<link_refusal>(&read)) {
            ++refused[static_cast<std::size_t>(*why)];
        } else {
            ids.push_back(std::get<std::int64_t>(read));
        }
    }
};

void sort_out(std::vector<std::int64_t>& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// Past a byte order mark and blanks. @return the first byte that says something; '\0' at the end.
char first_of(export_bytes& file) {
    for (char const mark : {'\xEF', '\xBB', '\xBF'}) {
        if (file.Peek() == mark) file.Take();
    }
    while (!file.at_end() && std::string_view{" \t\r\n"}.find(file.Peek()) != std::string_view::npos)
        file.Take();
    return file.Peek();
}

std::string in_figures(std::size_t bytes) { return std::to_string(bytes) + " bytes"; }

bad_input too_many(donation_limits const& limits) {
    return {"the export", "must have at most " + std::to_string(limits.links) + " links"};
}

bad_input too_large(donation_limits const& limits) {
    return {"the export", "must be at most " + in_figures(limits.bytes) + " in all"};
}

checked<bool> read_json(export_bytes& file, donation_limits const& limits, std::size_t links_before,
                        std::uint64_t bytes_left, found_links& found) {
    donated_json entries{limits.depth,
                         [&](std::string_view link, std::string_view shared) {
                             found.add(link, shared);
                             return links_before + found.links <= limits.links;
                         },
                         [&file] { file.passed(); }};
    rapidjson::Reader reader;
    // Iterative, so that brackets cannot use up the stack; numbers as texts, however long.
    constexpr unsigned how = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
    auto const outcome = reader.Parse<how>(file, entries);
    if (file.Tell() > bytes_left) return too_large(limits);
    if (!outcome.IsError()) return entries.is_export();
    if (links_before + found.links > limits.links) return too_many(limits);
    auto const place = "byte " + std::to_string(outcome.Offset());
    if (entries.too_deep()) {
        return bad_input{place, "must not be nested more than " + std::to_string(limits.depth) + " deep"};
    }
    if (file.too_much()) {
        return bad_input{place, "must have no text longer than " + in_figures(limits.text)};
    }
    return bad_input{place, std::string{"is not JSON: "} + rapidjson::GetParseError_En(outcome.Code())};
}

}  // namespace

std::array<link_refusal, 4> const& link_refusals() noexcept { return refusals; }

std::string_view in_words(link_refusal why) noexcept {
    switch (why) {
        case link_refusal::no_address: return "without an address";
        case link_refusal::other_site: return "to other sites";
        case link_refusal::not_a_video: return "to something that is not a video";
        case link_refusal::bad_id: return "with an impossible video id";
    }
    return {};
}

std::variant<std::int64_t, link_refusal> read_donated_link(std::string_view link) {
    constexpr std::string_view marker{"/video/"};
    if (link.size() > longest_link) return link_refusal::no_address;
    if (!skip(link, "https://") && !skip(link, "http://")) return link_refusal::no_address;
    link = link.substr(0, link.find_first_of("?#"));
    auto const authority = link.substr(0, link.find('/'));
    if (!is_of_tiktok(authority)) return link_refusal::other_site;
    auto const at = link.find(marker, authority.size());
    if (at == std::string_view::npos) return link_refusal::not_a_video;
    auto const rest = link.substr(at + marker.size());
    auto const end = std::min(rest.find_first_not_of(digits), rest.size());
    if (end < rest.size() && rest[end] != '/') return link_refusal::bad_id;
    auto const item = read_item_reference(rest.substr(0, end));
    if (!item) return link_refusal::bad_id;
    return item->platform_id;
}

checked<bool> donation_reader::read(std::istream& file) {
    auto const bytes_left = limits_.bytes - bytes_;
    // A text file has short blocks but may have long lines, which are cut, not refused.
    export_bytes bytes{file, bytes_left, std::max(limits_.text, limits_.line)};
    found_links found;
    bool is_export = false;
    if (first_of(bytes) == '{') {
        auto const read = read_json(bytes, limits_, links_, bytes_left, found);
        if (!read) return read.error();
        is_export = *read;
    } else {
        donated_text text{limits_.line, [&](std::string_view link) {
                              found.add(link, "");
                              return links_ + found.links <= limits_.links;
                          }};
        bool const whole = text.read(bytes);
        is_export = text.is_list() && !found.ids.empty();
        if (is_export && !whole) return too_many(limits_);
        if (bytes.Tell() > bytes_left) return too_large(limits_);
        if (is_export && bytes.too_much()) {
            return bad_input{"byte " + std::to_string(bytes.Tell()), "must have no line longer than 1 MiB"};
        }
    }
    bytes_ += std::min<std::uint64_t>(bytes.Tell(), bytes_left);
    if (!is_export) return false;
    links_ += found.links;
    donation_.ids.insert(donation_.ids.end(), found.ids.begin(), found.ids.end());
    sort_out(donation_.ids);
    for (std::size_t i = 0; i < found.refused.size(); ++i) donation_.refused[i] += found.refused[i];
    return true;
}

data_donation donation_reader::take() && { return std::move(donation_); }

}  // namespace lacuna
