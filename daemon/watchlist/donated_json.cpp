#include "daemon/watchlist/donated_json.hpp"

#include <algorithm>
#include <array>

namespace lacuna {
namespace {

// Watched (old, new layout), liked, favourite, shared. They stand below "Activity" or "Your Activity", some
// also below "Likes and Favorites" there or at the top.
constexpr std::array<std::string_view, 5> sections{"videobrowsinghistory", "watchhistory", "likelist",
                                                   "favoritevideos", "sharehistory"};
/// No deeper: what stands further down is of a person's own making, such as messages.
constexpr std::size_t deepest_section = 4;
constexpr std::size_t longest_key = 40;

/// In lower case and without blanks: the layouts differ in both.
std::string plain(std::string_view text) {
    std::string kept;
    for (char const c : text.substr(0, longest_key)) {
        if (c != ' ' && c != '_') kept += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return kept;
}

bool names_section(std::string const& key) {
    return std::find(sections.begin(), sections.end(), key) != sections.end();
}

}  // namespace

donated_json::role donated_json::role_of_child(bool array) const {
    if (open_.empty()) return role::elsewhere;
    switch (open_.back()) {
        case role::elsewhere:
            if (open_.size() > deepest_section || !names_section(key_)) return role::elsewhere;
            return array ? role::list : role::section;
        case role::section: return array ? role::list : role::elsewhere;
        case role::list: return array ? role::elsewhere : role::entry;
        case role::entry: return role::elsewhere;
    }
    return role::elsewhere;
}

bool donated_json::open(bool array) {
    passed_();
    if (open_.size() == most_depth_) {
        too_deep_ = true;
        return false;
    }
    auto const opened = role_of_child(array);
    open_.push_back(opened);
    key_.clear();
    if (opened == role::entry) {
        link_.clear();
        shared_.clear();
    }
    return true;
}

bool donated_json::close() {
    passed_();
    auto const closed = open_.back();
    open_.pop_back();
    key_.clear();
    return closed != role::entry || link_found_(link_, shared_);
}

bool donated_json::Key(char const* text, unsigned length, bool) {
    passed_();
    key_ = plain({text, length});
    if (open_.back() == role::elsewhere && open_.size() <= deepest_section && names_section(key_))
        is_export_ = true;
    return true;
}

bool donated_json::String(char const* text, unsigned length, bool) {
    passed_();
    if (open_.empty() || open_.back() != role::entry) return true;
    if (key_ == "link") link_.assign(text, length);
    if (key_ == "sharedcontent") shared_ = plain({text, length});
    return true;
}

bool donated_json::other() {
    passed_();
    return true;
}

}  // namespace lacuna
