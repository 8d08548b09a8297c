#pragma once

#include "daemon/time/utc.hpp"
#include "daemon/verdict/judge.hpp"
#include "daemon/watchlist/item_reference.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

[[nodiscard]] std::string_view to_string(scope_state scope) noexcept;

/// What one has to know of an item to apply a rule.
enum class scope_evidence_kind {
    region,       ///< The rule's values are region codes; decidable where the item's region is known.
    creator_age,  ///< No source but the platform tells it: such a rule is shown and never applied.
    visibility,   ///< The presence arm covers it: what is not public is not judged. Never applied either.
};
[[nodiscard]] std::array<scope_evidence_kind, 3> const& scope_evidence_kinds() noexcept;
[[nodiscard]] std::string_view to_string(scope_evidence_kind kind) noexcept;
[[nodiscard]] std::optional<scope_evidence_kind> read_scope_evidence_kind(std::string_view name) noexcept;
/// Whether a rule that needs it can ever exclude an item.
[[nodiscard]] constexpr bool is_decidable(scope_evidence_kind kind) noexcept {
    return kind == scope_evidence_kind::region;
}

/// A documented exclusion: what the platform itself says its API leaves out. It explains an absence; it never
/// hides one, and it never touches an item that is returned.
struct scope_rule {
    std::string slug{};
    std::string platform{"tiktok"};
    scope_evidence_kind needs = scope_evidence_kind::region;
    std::vector<std::string> values{};    ///< With `region`: "CA", …; else empty.
    std::string words{};                  ///< What it says, and what is not known about it.
    std::string source{};                 ///< Where it is documented, with the date it was read.
    std::optional<utc_day> valid_from{};  ///< First day in force; none: since when is not known.
    std::optional<utc_day> valid_to{};    ///< First day no longer in force; none: still in force.
    bool archived = false;                ///< Taken back as a mistake: applied to no day, kept to be read.

    [[nodiscard]] bool in_force_on(utc_day day) const noexcept;
    friend bool operator==(scope_rule const&, scope_rule const&) = default;
};

/// What keeps a rule from being taken: the member and what is accepted there. Lengths and characters of texts
/// are the caller's.
[[nodiscard]] std::optional<bad_input> wrong_with(scope_rule const& rule);

/// What is known of an item from other sources than the audited API. What the API says of the items that it
/// returns must never come in here: it would exclude returned items and keep absent ones.
struct scope_evidence {
    std::string platform{"tiktok"};
    std::string region{};  ///< Empty: not known. "XX", which stands for no country, is not known either.
};

struct scope_finding {
    scope_state is = scope_state::not_known;
    scope_rule const* rule = nullptr;  ///< One of those given; only with `excluded`.
};

/// The first rule in force on `day` that excludes the item; `in` where its region is known and none does.
/// Pure.
/// @param rules outlive the finding.
[[nodiscard]] scope_finding scope_of(scope_evidence const& item, std::vector<scope_rule> const& rules,
                                     utc_day day);

}  // namespace lacuna
