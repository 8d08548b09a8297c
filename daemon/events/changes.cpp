#include "daemon/events/changes.hpp"

namespace lacuna {

namespace {

bool says_nothing(verdict_kind kind) noexcept {
    return kind == verdict_kind::not_measured || kind == verdict_kind::unknown ||
           kind == verdict_kind::unconfirmed || kind == verdict_kind::imported_error;
}

bool is_imported(verdict_kind kind) noexcept {
    return kind == verdict_kind::imported_available || kind == verdict_kind::imported_not_available;
}

}  // namespace

std::vector<verdict_change> changes(std::vector<dated_verdict> const& history) {
    std::vector<verdict_change> found;
    dated_verdict const* before = nullptr;
    for (auto const& now : history) {
        if (says_nothing(now.kind)) continue;
        if (before && before->kind != now.kind && is_imported(before->kind) == is_imported(now.kind)) {
            found.push_back({.day = now.day, .from = before->kind, .to = now.kind});
        }
        before = &now;
    }
    return found;
}

}  // namespace lacuna
