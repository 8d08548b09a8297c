#include "daemon/pages/evidence/call_rows.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/pages/evidence/call_words.hpp"
#include "daemon/pages/evidence/run_page.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>
#include <array>

namespace lacuna::pages {
namespace {

using charts::grouped;
using order = call_table_question::order;

struct sorting {
    order by;
    std::string_view name;
};
constexpr std::array<sorting, 4> sortings{{{order::number, "number"},
                                           {order::latency, "latency"},
                                           {order::purpose, "purpose"},
                                           {order::outcome, "outcome"}}};

std::string_view name_of(order by) { return std::ranges::find(sortings, by, &sorting::by)->name; }

std::string name_of(call_outcome outcome) {
    switch (outcome) {
        case call_outcome::answered: return "answered";
        case call_outcome::failed: return "failed";
        case call_outcome::not_believed: return "not_believed";
    }
    return std::string{to_string(static_cast<probe_failure>(outcome))};
}

address with_filter(address here, call_filter const& filter) {
    if (filter.purpose) here = here.with("purpose", to_string(*filter.purpose));
    if (filter.outcome) here = here.with("outcome", name_of(*filter.outcome));
    return here;
}

fields row_of(call_line const& call) {
    fields row;
    row.set("number", std::to_string(static_cast<std::int32_t>(call.call)));
    row.set("href", address_of(call.call));
    row.set("sent", time_of_day(call.sent_at));
    row.set("vantage", call.vantage);
    row.set("purpose", std::string{in_words(call.purpose)});
    row.set("further", call.continues.has_value());
    if (call.continues) {
        row.set("head", std::to_string(static_cast<std::int32_t>(*call.continues)));
        row.set("head_href", address_of(*call.continues));
    }
    row.set("window", to_string(call.window_start) + " to " + to_string(call.window_end));
    row.set("asked", call.continues ? std::string{"–"} : grouped(call.asked));
    row.set("returned", grouped(call.returned));
    row.set("controls", call.continues ? std::string{"–"} : grouped(call.controls));
    row.set("latency", span_words(call.latency));
    row.set("outcome", outcome_words(call.failure));
    if (call.http_status != 0) row.set("status", std::to_string(call.http_status));
    row.set("code", call.error_code);
    if (call.unsound != '-') row.set("unsound", unsound_words(call.unsound));
    row.set("not_believed", call.unsound != '-' || call.failure.has_value());
    row.set("by_other", call.contradicted_by.has_value());
    if (call.contradicted_by) {
        row.set("by", std::to_string(static_cast<std::int32_t>(*call.contradicted_by)));
        row.set("by_href", address_of(*call.contradicted_by));
    }
    return row;
}

fields choice(std::string name, std::string words, bool selected) {
    fields one;
    one.set("name", std::move(name));
    one.set("words", std::move(words));
    one.set("selected", selected);
    return one;
}

void set_filters(fields& page, call_table_question const& asked) {
    auto purposes = list_of_fields();
    for (auto const purpose : call_purposes()) {
        purposes << choice(std::string{to_string(purpose)}, std::string{in_words(purpose)},
                           asked.filter.purpose == purpose);
    }
    page.set("purpose_choices", purposes);
    auto outcomes = list_of_fields();
    auto const chosen = asked.filter.outcome;
    outcomes << choice("answered", "answered", chosen == call_outcome::answered);
    outcomes << choice("failed", "failed, in whatever way", chosen == call_outcome::failed);
    outcomes << choice("not_believed", "not believed", chosen == call_outcome::not_believed);
    for (auto const failure : probe_failures()) {
        outcomes << choice(std::string{to_string(failure)}, std::string{in_words(failure)},
                           chosen == static_cast<call_outcome>(failure));
    }
    page.set("outcome_choices", outcomes);
    page.set("sort", std::string{name_of(asked.by)});
    page.set("order", std::string{asked.descending ? "desc" : "asc"});
    page.set("sorted", asked.by != order::number || asked.descending);
    page.set("filtered", asked.filter.purpose || asked.filter.outcome);
    page.set("action", address_of(asked.run));
    page.set("clear", address_of(asked.run) + "#calls");
}

/// Heads of columns: sort by it, or turn the order round where it is sorted by it already.
void set_columns(fields& page, call_table_question const& asked) {
    for (auto const& [by, name] : sortings) {
        bool const current = by == asked.by;
        auto turned = asked;
        turned.by = by;
        turned.descending = current ? !asked.descending : by == order::latency;
        turned.offset = 0;
        std::string const column{name};
        page.set("sort_" + column, call_table_address(turned).text() + "#calls");
        page.set("aria_" + column, std::string{!current           ? "none"
                                               : asked.descending ? "descending"
                                                                  : "ascending"});
        page.set("arrow_" + column, std::string{!current ? "" : asked.descending ? " ↓" : " ↑"});
    }
}

void set_turning(fields& page, call_table_question const& asked, std::int64_t total) {
    auto const at = asked.offset / asked.limit + 1;
    auto const pages = std::max<std::int64_t>(1, (total + asked.limit - 1) / asked.limit);
    auto const turned = [&](std::int64_t to) {
        auto there = asked;
        there.offset = (to - 1) * asked.limit;
        return call_table_address(there).text() + "#calls";
    };
    page.set("page", grouped(at));
    page.set("pages", grouped(pages));
    page.set("several", pages > 1 || at > 1);
    page.set("has_before", at > 1);
    page.set("before", turned(std::min(std::max<std::int64_t>(at - 1, 1), pages)));
    page.set("has_after", at < pages);
    page.set("after", turned(at + 1));
    page.set("total", count_of(total, "call", "calls"));
}

}  // namespace

address call_table_address(call_table_question const& asked) {
    auto here = with_filter(address{address_of(asked.run)}, asked.filter);
    if (asked.by != order::number) here = here.with("sort", name_of(asked.by));
    if (asked.descending != (asked.by == order::latency))
        here = here.with("order", asked.descending ? "desc" : "asc");
    auto const page = asked.offset / asked.limit + 1;
    return page == 1 ? here : here.with("page", std::to_string(page));
}

void set_call_table(fields& page, call_table_question const& asked, call_table const& table) {
    auto rows = list_of_fields();
    for (auto const& call : table.lines) rows << row_of(call);
    page.set("rows", rows);
    page.set("has_rows", !table.lines.empty());
    set_filters(page, asked);
    set_columns(page, asked);
    set_turning(page, asked, table.total);
    auto const api = "/api/v1" + address_of(asked.run) + "/calls";
    page.set("calls_json", with_filter(address{api}, asked.filter).text());
    page.set("calls_csv", with_filter(address{api + ".csv"}, asked.filter).text());
}

std::string unsound_words(char unsound) {
    if (unsound == 'c') return "contradicted";
    return unsound == 's' ? "one of many empty answers in a row" : "";
}

}  // namespace lacuna::pages
