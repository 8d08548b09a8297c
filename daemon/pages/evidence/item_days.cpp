#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/evidence/item_history.hpp"
#include "daemon/pages/strip_words.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

using std::chrono::days;

fields calls_of(verdict_row const& row) {
    auto calls = list_of_fields();
    for (auto const& [call, role] :
         {std::pair{row.decided_by, "decided by call"}, {row.confirmed_by, "confirmed by call"}}) {
        if (!call) continue;
        fields one;
        one.set("number", std::to_string(static_cast<std::int32_t>(*call)));
        one.set("href", "/calls/" + std::to_string(static_cast<std::int32_t>(*call)));
        one.set("role", std::string{role});
        calls << one;
    }
    return calls;
}

/// Which rule excludes it; of a video called missing, whether its scope is known.
void set_scope(fields& row, day_verdict const& day) {
    auto const kind = day.row.judged.kind;
    if (kind == verdict_kind::excluded) {
        row.set("rule", day.scope_rule);
        row.set("rule_changed", day.scope_rule.empty());
        row.set("has_rule", !day.scope_rule.empty());
    }
    if (kind != verdict_kind::missing) return;
    row.set("rule_now", day.scope_rule);
    row.set("has_rule_now", !day.scope_rule.empty());
    row.set("scope_in", day.scope == scope_state::in);
    row.set("scope_not_known", day.scope == scope_state::not_known);
}

fields day_row(day_verdict const& day) {
    auto const& judged = day.row.judged;
    fields row;
    row.set("date", to_string(day.day));
    row.set("mark", mark_fields(judged.kind));
    row.set("reason", std::string{in_words(judged.reason)});
    set_scope(row, day);
    row.set("grade", std::string{in_words(judged.grade)});
    row.set("counts", judged.counts);
    row.set("rules", std::to_string(day.rule_version));
    row.set("judged_here", day.rule_version != imported_rule_version);
    row.set("calls", calls_of(day.row));
    auto numbers = list_of_fields();
    for (std::size_t i = 0; i < 5; ++i) {
        fields one;
        auto const number = day.counts ? (*day.counts).at(i) : std::nullopt;
        one.set("number", number ? charts::grouped(*number) : std::string{"–"});
        numbers << one;
    }
    row.set("numbers", numbers);
    return row;
}

bool fits(char letter, history_question const& asked) {
    auto const kind = charts::kind_of(letter);
    return kind && (!asked.verdict || asked.verdict == kind);
}

void set_filters(fields& page, item_view const& view) {
    auto verdicts = list_of_fields();
    for (auto const& mark : charts::verdict_marks()) {
        bool const there = view.letters.find(static_cast<char>(mark.kind)) != std::string::npos;
        if (!there && view.asked.verdict != mark.kind) continue;
        auto const& word = charts::word_of(mark.kind);
        fields one;
        one.set("name", std::string{word.name});
        one.set("words", std::string{word.words});
        one.set("selected", view.asked.verdict == mark.kind);
        verdicts << one;
    }
    page.set("verdicts", verdicts);
    page.set("newest_first", view.asked.newest_first);
    page.set("rows_asked", std::to_string(view.asked.rows));
    page.set("to", view.asked.to ? to_string(*view.asked.to) : std::string{});
    page.set("first_day", to_string(view.first));
    page.set("last_day", to_string(view.first + days{static_cast<long>(view.letters.size()) - 1}));
    page.set("cell", view.asked.cell ? std::string{charts::to_string(*view.asked.cell)} : std::string{});
    page.set("has_cell", view.asked.cell.has_value());
    page.set("filtered", view.asked.verdict || view.asked.to);
    page.set("action", "/items/tiktok/" + std::to_string(view.item.platform_id));
    page.set("clear", history_address(view, {.cell = view.asked.cell}) + "#days");
}

/// Links to the rows before and after those shown, where there are any.
void set_turning(fields& page, item_view const& view) {
    auto const shown = days_shown(view.letters, view.first, view.asked);
    if (shown.empty()) return;
    auto before = view.asked;
    before.to = shown.front() - days{1};
    page.set("has_earlier", !days_shown(view.letters, view.first, before).empty());
    page.set("earlier", history_address(view, before) + "#days");

    auto const place = static_cast<std::size_t>((shown.back() - view.first).count());
    auto after = view.asked;
    after.to.reset();
    int found = 0;
    bool more = false;
    for (auto i = place + 1; i < view.letters.size(); ++i) {
        if (!fits(view.letters[i], view.asked)) continue;
        if (++found <= view.asked.rows) after.to = view.first + days{static_cast<long>(i)};
        more = found > view.asked.rows;
        if (more) break;
    }
    if (!more) after.to.reset();  // The newest: an address that goes on showing them.
    page.set("has_later", found > 0);
    page.set("later", history_address(view, after) + "#days");
}

}  // namespace

std::string history_address(item_view const& view, history_question const& asked) {
    auto here = address{"/items/tiktok/" + std::to_string(view.item.platform_id)};
    if (asked.cell) here = here.with("cell", charts::to_string(*asked.cell));
    if (asked.verdict) here = here.with("verdict", to_string(*asked.verdict));
    if (!asked.newest_first) here = here.with("order", "asc");
    if (asked.rows != history_question{}.rows) here = here.with("days", std::to_string(asked.rows));
    if (asked.to) here = here.with("to", to_string(*asked.to));
    return here.text();
}

std::vector<utc_day> days_shown(std::string_view letters, utc_day first, history_question const& asked) {
    std::vector<utc_day> shown;
    for (auto i = letters.size(); i-- > 0 && std::cmp_less(shown.size(), asked.rows);) {
        auto const day = first + days{static_cast<long>(i)};
        if ((!asked.to || day <= *asked.to) && fits(letters[i], asked)) shown.push_back(day);
    }
    std::ranges::reverse(shown);
    return shown;
}

void set_days(fields& page, item_view const& view) {
    auto rows = list_of_fields();
    auto const n = view.days.size();
    for (std::size_t i = 0; i < n; ++i) rows << day_row(view.days[view.asked.newest_first ? n - 1 - i : i]);
    page.set("rows", rows);
    page.set("has_rows", n > 0);
    page.set("shown", count_of(static_cast<std::int64_t>(n), "day", "days"));
    if (n > 0) page.set("shown_period", period_in_words(view.days.front().day, view.days.back().day));
    auto const aria = view.asked.newest_first ? "descending" : "ascending";
    page.set("aria_day", std::string{aria});
    page.set("arrow_day", std::string{view.asked.newest_first ? " ↓" : " ↑"});
    auto turned = view.asked;
    turned.newest_first = !turned.newest_first;
    page.set("sort_day", history_address(view, turned) + "#days");
    set_filters(page, view);
    set_turning(page, view);
}

}  // namespace lacuna::pages
