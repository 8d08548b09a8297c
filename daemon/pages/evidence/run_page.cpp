#include "daemon/pages/evidence/run_page.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/evidence/call_rows.hpp"
#include "daemon/pages/evidence/call_words.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

namespace lacuna::pages {
namespace {

using charts::grouped;

bool is_void(run_summary const& run) { return run.api_arm == "void" || run.presence_arm == "void"; }

std::string sentence_of(run_summary const& run) {
    auto const of_day = "the run of " + to_words(run.day);
    if (!run.ended_at) return "The run of " + to_words(run.day) + " has not ended.";
    auto const measured = grouped(run.measured) + " of " + count_of(run.due, "due video", "due videos") +
                          (run.due == 1 ? " was" : " were") + " measured with " +
                          count_of(run.calls, "call", "calls");
    if (is_void(run)) return "Void: " + of_day + " is kept and counted in nothing. Of it, " + measured + '.';
    return "In " + of_day + ", " + measured + "; it is valid.";
}

std::string arm_words(std::string const& ending) {
    if (ending == "off") return "not asked: switched off";
    return ending.empty() ? "not ended" : ending;
}

std::string_view mass_words(mass_change what) {
    switch (what) {
        case mass_change::none: return "no";
        case mass_change::fall_provisional: return "many no longer returned; not asked again yet";
        case mass_change::fall: return "many no longer returned; asked again, it was so";
        case mass_change::rise_provisional: return "many returned again; not asked again yet";
        case mass_change::rise: return "many returned again; asked again, it was so";
        case mass_change::refuted: return "refuted: asked again, most were as before";
    }
    return "no";
}

void add(fields& rows, std::string what, std::string found, std::string says) {
    fields row;
    row.set("what", std::move(what));
    row.set("found", std::move(found));
    row.set("says", std::move(says));
    rows << row;
}

std::string of(std::int64_t part, std::int64_t whole) { return grouped(part) + " of " + grouped(whole); }

fields check_rows(run_checks const& checks) {
    auto rows = list_of_fields();
    add(rows, "Calls contradicted by later ones", grouped(checks.calls_contradicted),
        "They had left out " + count_of(checks.items_dropped, "video", "videos") +
            " that a later call returned; what they left out is not believed.");
    add(rows, "Controls lost", of(checks.controls_lost, checks.controls_asked),
        "Videos known to be returned that tested a call, were left out, and left out again when asked again: "
        "a finding.");
    add(rows, "Silence", checks.silent ? "yes" : "no",
        "Ten answers in a row with nothing in them, for videos that are known to be returned.");
    add(rows, "Mass change", std::string{mass_words(checks.mass)},
        checks.changed_items == 0 ? std::string{"More than a third of the videos changing at once."}
                                  : count_of(checks.changed_items, "video", "videos") + " changed at once.");
    add(rows, "Vantages disagree", count_of(checks.vantages_disagree, "video", "videos"),
        "Returned to one vantage, and soundly left out for another.");
    add(rows, "Known-live videos not found public", of(checks.live_failed, checks.live_asked),
        "They test the public endpoint; readings around failed ones are not believed.");
    add(rows, "Invented ids found public", of(checks.invented_failed, checks.invented_asked),
        "Nobody has these; an endpoint that shows them shows anything.");
    return rows;
}

void set_facts(fields& page, run_view const& view) {
    auto const& run = view.run;
    page.set("number", std::to_string(static_cast<std::int32_t>(run.run)));
    page.set("day", to_words(run.day));
    page.set("sentence", sentence_of(run));
    page.set("void", is_void(run));
    page.set("reason", run.void_reason);
    page.set("has_reason", !run.void_reason.empty());
    page.set("started", moment(run.started_at));
    page.set("ended", run.ended_at ? moment(*run.ended_at) : std::string{"not ended"});
    page.set("api", arm_words(run.api_arm));
    page.set("presence", arm_words(run.presence_arm));
    page.set("has_again", view.facts.again.has_value());
    if (auto const& again = view.facts.again) {
        page.set("again_rules", std::to_string(again->rule_version));
        page.set("again", "API arm " + again->api_arm + ", presence arm " + arm_words(again->presence_arm) +
                              (again->void_reason.empty() ? "" : ": " + again->void_reason));
    }
    page.set("due", grouped(run.due));
    page.set("measured", grouped(run.measured));
    page.set("calls", grouped(run.calls));
    page.set("failed", grouped(run.calls_failed));
    page.set("readings", grouped(run.presence_readings));
    page.set("seed", std::to_string(view.facts.seed));
    page.set("rules", std::to_string(view.facts.rule_version));
    page.set("has_checks", run.checks.has_value());
    if (run.checks) page.set("checks", check_rows(*run.checks));
    page.set("ended_already", run.ended_at.has_value());
}

void set_parts(fields& page, run_breakdown const& parts) {
    auto purposes = list_of_fields();
    for (auto const& line : parts.purposes) {
        fields row;
        row.set("purpose", std::string{in_words(line.purpose)});
        row.set("meaning", std::string{meaning(line.purpose)});
        row.set("calls", grouped(line.calls));
        row.set("failed", grouped(line.failed));
        row.set("not_believed", grouped(line.not_believed));
        row.set("asked", grouped(line.asked));
        row.set("returned", grouped(line.returned));
        row.set("median", span_words(line.median));
        purposes << row;
    }
    page.set("purposes", purposes);
    page.set("has_purposes", !parts.purposes.empty());
    auto vantages = list_of_fields();
    for (auto const& line : parts.vantages) {
        fields row;
        row.set("endpoint", endpoint_words(line.probe));
        row.set("name", line.name);
        row.set("asked", count_of(line.asked, "question", "questions"));
        row.set("failed", grouped(line.failed));
        row.set("first", time_of_day(line.first));
        row.set("last", time_of_day(line.last));
        vantages << row;
    }
    page.set("vantages", vantages);
}

fields list_rows(run_view const& view) {
    auto rows = list_of_fields();
    for (auto const& [list, day] : view.lists) {
        fields row;
        row.set("title", list.title);
        row.set("href", address{"/lists/" + url_encoded(list.slug)}.with("as_of", to_string(day.day)).text());
        row.set("rate", has_headline(list, day) ? percent(*day.rate.completeness) : std::string{"no rate"});
        auto counts = list_of_fields();
        for (auto const& mark : charts::verdict_marks()) {
            auto const items = items_with(day, mark.kind);
            if (items == 0) continue;
            auto const& word = charts::word_of(mark.kind);
            fields one;
            one.set("css", std::string{mark.css_class});
            one.set("glyph", std::string{word.glyph});
            one.set("words", grouped(items) + ' ' + std::string{word.words});
            counts << one;
        }
        row.set("counts", counts);
        rows << row;
    }
    return rows;
}

}  // namespace

std::string render_run(run_view const& view) {
    auto const& run = view.run;
    fields page;
    set_facts(page, view);
    set_parts(page, view.parts);
    page.set("lists", list_rows(view));
    page.set("has_lists", !view.lists.empty());
    set_call_table(page, view.asked, view.calls);
    auto const here = call_table_address(view.asked).text();
    if (view.live) page.set("under_way", render_under_way(*view.live, here));
    page.set("json", "/api/v1" + address_of(run.run));
    page.set("purposes_csv", "/api/v1" + address_of(run.run) + "/purposes.csv");
    page.set("purposes_json", "/api/v1" + address_of(run.run) + "/purposes");
    page_head head{.title = "Run " + number_of(run.run) + " of " + to_words(run.day),
                   .description = sentence_of(run),
                   .path = address_of(run.run),
                   .indexed = here == address_of(run.run)};
    head.address = here;
    if (run.ended_at) head.newest = run.day;
    return lay_out(view.site, view.now, head, fill("run", page));
}

}  // namespace lacuna::pages
