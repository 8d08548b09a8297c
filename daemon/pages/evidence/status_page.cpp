#include "daemon/pages/evidence/status_page.hpp"

#include "daemon/api/event_words.hpp"
#include "daemon/charts/counts.hpp"
#include "daemon/pages/evidence/call_words.hpp"
#include "daemon/pages/evidence/status_figure.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"
#include "daemon/store/call_filter.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

using api::side_report;
using api::trouble;
using charts::grouped;
using arm = endpoint_status::arm;
using state = side_report::state;

std::string share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? std::string{"–"} : percent(static_cast<double>(part) / static_cast<double>(whole));
}

std::string_view in_words(trouble what) {
    switch (what) {
        case trouble::answers_failed: return "a hundredth or more of the questions got no usable answer";
        case trouble::contradicted: return "answers left out what later ones returned";
        case trouble::silent: return "many answers in a row held nothing";
        case trouble::controls_failed: return "what tests it said the wrong thing too often";
        case trouble::refused: return "our credential or question was not accepted";
        case trouble::both_unreachable: return "both endpoints were out of reach in the same hour";
        case trouble::quota_spent: return "a vantage has no call left that day";
        case trouble::no_valid_run: return "no valid run has ended for 26 hours";
    }
    return {};
}

struct state_word {
    std::string_view glyph, words;
};
state_word word_of(state what) {
    switch (what) {
        case state::nothing_asked: return {"–", "not asked"};
        case state::fine: return {"✓", "no trouble seen"};
        case state::some: return {"!", "some trouble"};
        case state::much: return {"✕", "trouble"};
    }
    return {"–", "not asked"};
}

std::string answered_words(asked_tally const& all, std::string_view who, std::string_view one,
                           std::string_view many) {
    return std::string{who} + " answered " + share(all.answered, all.asked) + " of " +
           count_of(all.asked, one, many);
}

std::string trouble_sentence(api::status_report const& report) {
    std::vector<std::string> places;
    if (report.api.is > state::fine) places.emplace_back("at the Research API");
    if (report.presence.is > state::fine) places.emplace_back("at the public endpoint");
    if (report.ours.is > state::fine) places.emplace_back("on our side");
    if (places.empty()) return "No trouble was seen, at either or on our side.";
    std::string text = "Trouble showed ";
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (i > 0) text += i + 1 == places.size() ? " and " : ", ";
        text += places[i];
    }
    return text + '.';
}

fields side_fields(std::string name, side_report const& side, std::string numbers) {
    fields tile;
    auto const word = word_of(side.is);
    tile.set("name", std::move(name));
    tile.set("state", std::string{api::name_of(side.is)});
    tile.set("glyph", std::string{word.glyph});
    tile.set("words", std::string{word.words});
    tile.set("numbers", std::move(numbers));
    auto because = list_of_fields();
    for (auto const what : side.because) {
        fields one;
        one.set("words", std::string{in_words(what)});
        because << one;
    }
    tile.set("because", because);
    return tile;
}

void set_sides(fields& page, status_view const& view) {
    auto const& report = view.report;
    auto const numbers = [&](arm side) {
        auto const all = report.sum(side);
        return all.asked == 0 ? std::string{}
                              : share(all.answered, all.asked) + " of " + grouped(all.asked) + " answered";
    };
    auto tiles = list_of_fields();
    tiles << side_fields("The Research API", report.api, numbers(arm::api));
    tiles << side_fields("The public endpoint", report.presence, numbers(arm::presence));
    tiles << side_fields(
        "Our side", report.ours,
        report.last_valid
            ? "last valid run " + moment(report.last_valid->ended_at.value_or(report.last_valid->started_at))
            : std::string{"no valid run yet"});
    page.set("sides", tiles);
    page.set("has_run", report.last_valid.has_value());
    if (report.last_valid) {
        page.set("run", std::to_string(static_cast<std::int32_t>(report.last_valid->run)));
        page.set("run_href", address_of(report.last_valid->run));
        page.set("run_day", to_words(report.last_valid->day));
    }
}

fields cells_of(std::vector<std::string> const& texts) {
    auto cells = list_of_fields();
    for (auto const& text : texts) {
        fields one;
        one.set("text", text);
        cells << one;
    }
    return cells;
}

std::string with_share(std::int64_t n, std::int64_t asked) {
    return n == 0 ? std::string{"0"} : grouped(n) + " (" + share(n, asked) + ")";
}

fields outcome_row(std::string words, std::string look, std::vector<std::string> const& cells) {
    fields row;
    row.set("words", std::move(words));
    row.set("look", std::move(look));
    row.set("cells", cells_of(cells));
    return row;
}

/// How questions ended, an endpoint a column; failures that did not occur anywhere are left out.
fields outcome_rows(std::vector<endpoint_status> const& all) {
    auto rows = list_of_fields();
    auto const each = [&](auto count) {
        std::vector<std::string> cells;
        for (auto const& one : all) cells.push_back(with_share(count(one.all), one.all.asked));
        return cells;
    };
    std::vector<std::string> asked;
    for (auto const& one : all) asked.push_back(grouped(one.all.asked));
    rows << outcome_row("asked", "", asked);
    rows << outcome_row("answered", "", each([](auto const& tally) { return tally.answered; }));
    if (std::ranges::any_of(all, [](auto const& one) { return one.all.shells > 0; })) {
        rows << outcome_row("an empty shell", "the public endpoint",
                            each([](auto const& tally) { return tally.shells; }));
    }
    for (auto const failure : probe_failures()) {
        if (std::ranges::none_of(all, [&](auto const& one) { return one.all.failures.contains(failure); }))
            continue;
        rows << outcome_row(std::string{pages::in_words(failure)}, std::string{where_to_look(failure)},
                            each([&](auto const& tally) {
                                auto const found = tally.failures.find(failure);
                                return found == tally.failures.end() ? std::int64_t{0} : found->second;
                            }));
    }
    return rows;
}

std::string tested(control_tally const& tally) {
    return tally.asked == 0 ? std::string{"–"}
                            : grouped(tally.asked - tally.failed) + " of " + grouped(tally.asked);
}

fields test_rows(std::vector<endpoint_status> const& all) {
    auto rows = list_of_fields();
    for (auto const& one : all) {
        fields row;
        row.set("name", endpoint_name(one));
        auto const took = one.all.took.value_or(latencies{});
        row.set("median", span_words(took.median));
        row.set("p90", span_words(took.p90));
        row.set("p99", span_words(took.p99));
        row.set("controls", tested(one.controls));
        row.set("live", tested(one.live));
        row.set("invented", tested(one.invented));
        row.set("contradicted", one.side == arm::api ? grouped(one.contradicted) : std::string{"–"});
        row.set("silent", one.side == arm::api ? grouped(one.silent) : std::string{"–"});
        rows << row;
    }
    return rows;
}

fields quota_rows(api::status_report const& report) {
    auto rows = list_of_fields();
    for (auto const& line : report.quota) {
        fields row;
        row.set("vantage", line.spent.vantage);
        row.set("endpoint", endpoint_words(line.spent.probe));
        row.set("spent", grouped(line.spent.spent));
        row.set("most", line.daily_calls ? grouped(*line.daily_calls) : std::string{"not known"});
        row.set("left", line.left ? grouped(*line.left) : std::string{"not known"});
        rows << row;
    }
    return rows;
}

fields event_rows(api::status_report const& report) {
    auto rows = list_of_fields();
    for (auto const& shown : report.events) {
        fields row;
        row.set("date", to_string(shown.event.day));
        row.set("day", to_words(shown.event.day));
        row.set("title", api::title_words(shown));
        row.set("story", api::story_words(shown));
        row.set("has_run", shown.run.has_value());
        if (shown.run) {
            row.set("run", std::to_string(*shown.run));
            row.set("run_href", "/runs/" + std::to_string(*shown.run));
        }
        rows << row;
    }
    return rows;
}

}  // namespace

std::string status_sentence(status_view const& view) {
    auto const& report = view.report;
    auto const when = view.now.as_of ? "In the 48 hours to the end of " + to_words(*view.now.as_of)
                                     : std::string{"In the last 48 hours"};
    auto const api = report.sum(arm::api), presence = report.sum(arm::presence);
    if (api.asked + presence.asked == 0) {
        return when + " nothing was asked. " + (report.ours.is > state::fine ? trouble_sentence(report) : "");
    }
    auto text = when + ' ';
    if (api.asked > 0) text += answered_words(api, "the Research API", "call", "calls");
    if (api.asked > 0 && presence.asked > 0) text += " and ";
    if (presence.asked > 0) text += answered_words(presence, "the public endpoint", "question", "questions");
    return text + ". " + trouble_sentence(report);
}

std::string render_status(status_view const& view) {
    auto const& report = view.report;
    fields page;
    auto const sentence = status_sentence(view);
    page.set("sentence", sentence);
    page.set("since", moment(report.since));
    page.set("until", moment(report.until));
    set_sides(page, view);
    auto names = list_of_fields(), figures = list_of_fields();
    for (std::size_t i = 0; i < report.endpoints.size(); ++i) {
        auto const& one = report.endpoints[i];
        fields name, figure;
        name.set("name", endpoint_name(one));
        names << name;
        figure.set("figure", endpoint_figure(one, report.since, report.until, i));
        figures << figure;
    }
    page.set("endpoints", names);
    page.set("has_endpoints", !report.endpoints.empty());
    page.set("figures", figures);
    page.set("outcomes", outcome_rows(report.endpoints));
    page.set("tests", test_rows(report.endpoints));
    page.set("quota", quota_rows(report));
    page.set("has_quota", !report.quota.empty());
    page.set("quota_day", report.quota.empty() ? std::string{} : to_words(report.quota.front().spent.day));
    page.set("events", event_rows(report));
    auto const as_of = view.now.as_of ? "?as_of=" + to_string(*view.now.as_of) : std::string{};
    page.set("csv", "/api/v1/status.csv" + as_of);
    page.set("json", "/api/v1/status" + as_of);
    page_head const head{.title = "Status", .description = sentence, .path = "/status"};
    return lay_out(view.site, view.now, head, fill("status", page));
}

}  // namespace lacuna::pages
