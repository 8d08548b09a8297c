#include "daemon/verdict/verdict.hpp"

namespace lacuna {

namespace {

// In the order of the judge's table (DESIGN: verdicts), then what an imported series said.
constexpr std::array<verdict_word, 12> words{{
    {verdict_kind::lingering, "lingering", "returned though not public", "═"},
    {verdict_kind::retrievable, "retrievable", "retrievable", "▄"},
    {verdict_kind::not_public, "not_public", "not public from this vantage", "▪"},
    {verdict_kind::not_measured, "not_measured", "not measured", "╱"},
    {verdict_kind::unknown, "unknown", "public presence not known", "▁"},
    {verdict_kind::too_young, "too_young", "too new to judge", "▴"},
    {verdict_kind::excluded, "excluded", "public, outside the documented scope", "╳"},
    {verdict_kind::unconfirmed, "unconfirmed", "absent, not yet confirmed", "▯"},
    {verdict_kind::missing, "missing", "public, not returned", "█"},
    {verdict_kind::imported_available, "imported_available", "imported: available", "▃"},
    {verdict_kind::imported_not_available, "imported_not_available", "imported: not available", "▇"},
    {verdict_kind::imported_error, "imported_error", "imported: error", "∕"},
}};

}  // namespace

std::array<verdict_word, 12> const& verdict_words() noexcept { return words; }

std::string_view to_string(verdict_kind kind) noexcept {
    for (auto const& word : words) {
        if (word.kind == kind) return word.name;
    }
    return "unknown_kind";
}

std::string_view to_string(verdict_reason reason) noexcept {
    switch (reason) {
        case verdict_reason::none: return "none";
        case verdict_reason::no_creation_time: return "no_creation_time";
        case verdict_reason::run_stopped: return "run_stopped";
        case verdict_reason::platform_failed: return "platform_failed";
        case verdict_reason::platform_refused: return "platform_refused";
        case verdict_reason::quota_spent: return "quota_spent";
        case verdict_reason::time_spent: return "time_spent";
        case verdict_reason::presence_off: return "presence_off";
        case verdict_reason::presence_failed: return "presence_failed";
        case verdict_reason::presence_shell: return "presence_shell";
        case verdict_reason::presence_not_read: return "presence_not_read";
        case verdict_reason::absent_once: return "absent_once";
        case verdict_reason::not_bracketed: return "not_bracketed";
        case verdict_reason::contradicted: return "contradicted";
        case verdict_reason::silent: return "silent";
        case verdict_reason::presence_unsound: return "presence_unsound";
        case verdict_reason::presence_lost: return "presence_lost";
        case verdict_reason::later_windows: return "later_windows";
    }
    return "unknown_reason";
}

std::string_view to_string(absence_grade grade) noexcept {
    switch (grade) {
        case absence_grade::none: return "none";
        case absence_grade::once: return "once";
        case absence_grade::twice: return "twice";
        case absence_grade::alone: return "alone";
    }
    return "unknown_grade";
}

std::optional<verdict_kind> read_verdict_kind(std::string_view name) noexcept {
    for (auto const& word : words) {
        if (word.name == name) return word.kind;
    }
    return std::nullopt;
}

}  // namespace lacuna
