#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lacuna {

/// The rule version of the states of an imported series, which no judge of ours made. Ours:
/// store/rule_sets.hpp.
inline constexpr std::int16_t imported_rule_version = 0;

/// What a day's observations of both arms mean for one item (DESIGN: verdicts). The letter is what
/// is stored, the name what is published: neither ever changes its meaning.
enum class verdict_kind : char {
    lingering = 'l',
    retrievable = 'r',
    not_public = 'n',
    not_measured = 'g',
    unknown = 'u',
    too_young = 'y',
    excluded = 'x',
    unconfirmed = 'c',
    missing = 'm',
    imported_available = 'A',      ///< Somebody else's series said "available" …
    imported_not_available = 'N',  ///< … "not available" …
    imported_error = 'E',          ///< … or "error". Never judged, never in a rate.
};

/// Why, where the kind alone does not say it. Also stored.
enum class verdict_reason : char {
    none = '-',
    // not_measured, ours
    no_creation_time = 'd',  ///< A query by id needs a window and nothing tells when the item was made.
    run_stopped = 's',       ///< The run ended or was stopped before its turn.
    // not_measured, the platform's
    platform_failed = 'f',   ///< Every try failed or stayed unreadable.
    contradicted = 'c',      ///< Every call that left it out dropped items that a later one returned.
    silent = 'z',            ///< One of many empty answers in a row.
    platform_refused = 'r',  ///< Our credential or our question was refused.
    // not_measured, the budget's
    quota_spent = 'q',
    time_spent = 't',
    // unknown
    presence_off = 'o',       ///< No presence arm is configured.
    presence_failed = 'p',    ///< Unreachable, timed out, refused, an answer nobody documented.
    presence_shell = 'e',     ///< 200 without an author (PLATFORM-APIS 3.1).
    presence_not_read = 'w',  ///< Its turn did not come.
    presence_unsound = 'k',   ///< The controls of the presence arm failed around it.
    presence_lost = 'v',      ///< No longer found public, but not yet on three days.
    // unconfirmed
    absent_once = '1',    ///< One call left it out; no second one confirmed it yet.
    not_bracketed = 'b',  ///< Confirmed absent, but not read public again afterwards.
    later_windows =
        'l',  ///< Its creation time is known from its id only: later windows are still to be asked.
};

/// How an absence was confirmed.
enum class absence_grade : char { none = '-', once = '1', twice = '2', alone = 'a' };

/// Everything that depends on a kind, in one table: judge, SQL, JSON, metrics, colours, legends and the
/// method page.
struct verdict_word {
    verdict_kind kind;
    std::string_view name;   ///< In JSON, SQL, CSV, metrics: "not_public".
    std::string_view words;  ///< On pages: "not public from this vantage".
    std::string_view glyph;  ///< One character for strips and text; not colour alone.
};
[[nodiscard]] std::array<verdict_word, 12> const& verdict_words() noexcept;

[[nodiscard]] std::string_view to_string(verdict_kind kind) noexcept;
[[nodiscard]] std::string_view to_string(verdict_reason reason) noexcept;
[[nodiscard]] std::string_view to_string(absence_grade grade) noexcept;
[[nodiscard]] std::optional<verdict_kind> read_verdict_kind(std::string_view name) noexcept;

}  // namespace lacuna
