#include "daemon/charts/hours.hpp"
#include "daemon/pages/evidence/call_page.hpp"
#include "daemon/pages/evidence/call_rows.hpp"
#include "daemon/pages/evidence/item_page.hpp"
#include "daemon/pages/evidence/run_page.hpp"
#include "daemon/pages/evidence/runs_page.hpp"
#include "daemon/pages/evidence/status_page.hpp"
#include "tests/pages/texts.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::pages;
using test::check_harmless;
using test::has;
using test::hostile;
using namespace std::chrono_literals;

namespace {

utc_day const today{std::chrono::year{2026} / 11 / 20};
utc_time const noon = today + 12h;
site_facts const site{.title = "Lacuna"};

standing at_noon() {
    run_summary run;
    run.ended_at = noon - 1h;
    return {.now = noon, .last_valid = run};
}

run_view one_run() {
    run_view view{.site = site, .now = at_noon()};
    view.run = {.run = run_id{12}, .day = today, .started_at = today + 3h, .ended_at = today + 4h};
    view.run.api_arm = view.run.presence_arm = "valid";
    view.run.due = view.run.measured = 1234;
    view.run.checks.emplace();
    view.asked = {.run = run_id{12}};
    call_line call{.call = call_id{77}, .vantage = hostile, .error_code = hostile};
    view.calls = {.lines = {call}, .total = 120};
    return view;
}

call_view one_call() {
    call_view view{.site = site, .now = at_noon(), .call = call_id{77}};
    batch_page page{.has_body = true};
    page.summary.call = {.call = call_id{77}, .complete = true, .http_status = 200, .error_code = "ok"};
    page.summary.call.items = {item_key{1}, item_key{2}};
    page.summary.call.controls = {item_key{2}};
    page.summary.call.returned = {item_key{2}};
    page.summary.asked = {1'000'001, 1'000'002};
    page.summary.day = today;
    view.pages = {page};
    view.verdicts.of_the_day[item_key{1}] = {.kind = verdict_kind::missing, .decided = true};
    return view;
}

status_view good_days() {
    status_view view{.site = site, .now = at_noon()};
    auto& report = view.report;
    report.since = noon - 48h;
    report.until = noon;
    report.last_valid = view.now.last_valid;
    endpoint_status one{.probe = "tiktok.research", .vantage = "main"};
    one.all = {.asked = 1204, .answered = 1194, .failures = {{probe_failure::server_error, 10}}};
    one.all.took = latencies{120ms, 300ms, 1400ms};
    one.hours[noon - 3h] = one.all;
    report.endpoints = {one};
    one.side = endpoint_status::arm::presence;
    one.all = {.asked = 10'000, .answered = 10'000};
    report.endpoints.push_back(one);
    api::assess(report);
    return view;
}

}  // namespace

TEST_CASE("hostile texts stay texts on the pages of evidence", "[pages]") {
    auto run = one_run();
    run.run.void_reason = hostile;
    run.lists = {{{.slug = "a", .title = hostile}, {.day = today}}};
    run.parts.vantages = {{.probe = hostile, .name = hostile}};
    run.facts.again = judged_again{.rule_version = 2, .api_arm = "void", .void_reason = hostile};
    check_harmless(render_run(run));
    auto call = one_call();
    call.pages[0].summary.vantage = hostile;
    call.pages[0].summary.call.error_code = hostile;
    call.pages[0].summary.call.log_id = hostile;
    check_harmless(render_call(call));
    auto status = good_days();
    status.report.endpoints[0].vantage = hostile;
    shown_event event{.list_title = hostile};
    event.event.why = hostile;
    status.report.events = {event};
    status.report.quota = {{.spent = {.probe = hostile, .vantage = hostile}}};
    check_harmless(render_status(status));
    item_view item{.site = site, .now = at_noon()};
    item.events = {event};
    item.item.username = hostile;
    check_harmless(render_item(item));
}

TEST_CASE("a void run is hatched and says why, a valid one is neither", "[pages]") {
    auto view = one_run();
    CHECK_FALSE(has(render_run(view), "hatched"));
    CHECK(has(render_run(view), "1,234 of 1,234 due videos were measured"));
    view.run.api_arm = "void";
    view.run.void_reason = "no call returned anything";
    auto const html = render_run(view);
    CHECK(has(html, "class=\"lead hatched\""));
    CHECK(has(html, "Why it is void: no call returned anything."));
    CHECK(has(html, "counted in nothing"));
}

TEST_CASE("a run's checks are told, or why they are not", "[pages]") {
    auto view = one_run();
    view.run.checks->calls_contradicted = 3;
    view.run.checks->items_dropped = 14;
    CHECK(has(render_run(view), "14 videos that a later call returned"));
    view.run.checks.reset();
    CHECK(has(render_run(view), "shown only to who may see all of it"));
}

TEST_CASE("the table of calls carries its filters in every address", "[pages]") {
    auto view = one_run();
    view.asked.filter = {.purpose = call_purpose::confirmation,
                         .outcome = static_cast<call_outcome>(probe_failure::timed_out)};
    view.asked.by = call_table_question::order::latency;
    view.asked.descending = true;
    auto const html = render_run(view);
    CHECK(call_table_address(view.asked).text() ==
          "/runs/12?purpose=confirmation&outcome=timed_out&sort=latency");
    CHECK(has(html, "/runs/12?purpose=confirmation&amp;outcome=timed_out&amp;sort=latency&amp;page=2#calls"));
    CHECK(has(html,
              "/runs/12?purpose=confirmation&amp;outcome=timed_out&amp;sort=latency&amp;order=asc#calls"));
    CHECK(has(html, "/api/v1/runs/12/calls.csv?purpose=confirmation&amp;outcome=timed_out"));
    CHECK(has(html, "aria-sort=\"descending\""));
    CHECK(has(html, "noindex"));
    CHECK(has(html, "href=\"/calls/77\""));
    CHECK_FALSE(has(html, "HTTP "));
    view.calls.lines[0].http_status = 504;
    CHECK(has(render_run(view), "HTTP 504"));
}

TEST_CASE("a call says what came back, what did not, and what rests on it", "[pages]") {
    auto view = one_call();
    auto const html = render_call(view);
    CHECK(has(html, "for 2 videos by id; 1 came back."));
    CHECK(has(html, "href=\"/items/tiktok/1000001\""));
    CHECK(has(html, "<td>left out</td>"));
    CHECK(has(html, "1 asked, 1 came back"));
    CHECK(has(html, "decided by this"));
    CHECK(has(html, "1 verdict of that day"));
    CHECK(has(html, "/api/v1/calls/77/body"));

    view.shown = items_shown::returned;
    CHECK_FALSE(has(render_call(view), "/items/tiktok/1000001"));
    view.shown = items_shown::decided;
    CHECK_FALSE(has(render_call(view), "/items/tiktok/1000002"));
    view.pages[0].has_body = false;
    CHECK_FALSE(has(render_call(view), "Authorization"));
}

TEST_CASE("a call that is not believed says by what", "[pages]") {
    auto view = one_call();
    CHECK(has(render_call(view), "Yes: no later call"));
    view.pages[0].summary.unsound = 'c';
    view.pages[0].summary.contradicted_by = call_id{99};
    CHECK(has(render_call(view), "href=\"/calls/99\""));
    CHECK(has(render_call(view), "class=\"lead hatched\""));
    view.pages[0].summary.call.failure = probe_failure::refused;
    view.pages[0].summary.call.complete = false;
    auto const html = render_call(view);
    CHECK(has(html, "it failed, so it says nothing"));
    CHECK(has(html, "<td>no answer</td>"));
    CHECK_FALSE(has(html, "<td>left out</td>"));
}

TEST_CASE("items that two pages of an answer brought are told with the page", "[pages]") {
    auto view = one_call();
    batch_page further;
    further.summary.call = {.call = call_id{78}, .continues = call_id{77}, .complete = true};
    further.summary.call.returned = {item_key{1}};
    view.pages[0].summary.call.complete = false;
    view.pages.push_back(further);
    auto const html = render_call(view);
    CHECK(has(html, "Pages of the answer"));
    CHECK(has(html, "came back in <a href=\"/calls/78\">call 78</a>"));
    view.call = call_id{78};
    CHECK(has(render_call(view), "further page of that answer"));
}

TEST_CASE("the status answers first, with both shares and on whose side trouble showed", "[pages]") {
    auto view = good_days();
    CHECK(status_sentence(view) ==
          "In the last 48 hours the Research API answered 99.2\u00a0% of 1,204 calls and the public endpoint "
          "answered 100\u00a0% of 10,000 questions. No trouble was seen, at either or on our side.");
    view.report.endpoints[0].all.answered = 1000;
    view.report.endpoints[0].all.failures = {{probe_failure::server_error, 204}};
    view.report.last_valid->ended_at = noon - 30h;
    api::assess(view.report);
    CHECK(has(status_sentence(view), "Trouble showed at the Research API and on our side."));
    CHECK(has(render_status(view), "class=\"much_trouble\""));
    view.report.endpoints.clear();
    view.now.as_of = today;
    CHECK(has(status_sentence(view), "In the 48 hours to the end of 20 Nov 2026 nothing was asked."));
}

TEST_CASE("the status draws each endpoint, with a table of its hours, and names what failed", "[pages]") {
    auto const html = render_status(good_days());
    for (auto const& mark : charts::hours_marks()) CHECK(has(html, mark.words));
    CHECK(has(html, "id=\"hours-0-t\""));
    CHECK(has(html, "id=\"hours-1-narrow-t\""));
    CHECK(has(html, "<th scope=\"row\">20 Nov 2026, 09:00 UTC</th>"));
    CHECK(has(html, "server error"));
    CHECK_FALSE(has(html, "asked to slow down"));
}

TEST_CASE("the bar of a run under way holds numbers where they may be told", "[pages]") {
    under_way told{.run = run_id{12}, .day = today, .now = noon};
    told.progress = run_progress{.phase = "sweep", .items_due = 2000, .items_read = 500, .quota_left = 969};
    auto const shy = render_under_way(told, "/?days=30");
    CHECK(has(shy, "data-progress=\"/api/v1/runs/12/progress\""));
    CHECK(has(shy, "<progress id=\"percent-read\" max=\"100\" value=\"25\""));
    CHECK(has(shy, "<label for=\"percent-read\">"));
    CHECK(has(shy, "href=\"/?days=30\""));
    CHECK(has(shy, "reading the public pages"));
    CHECK_FALSE(has(shy, "2,000"));
    CHECK_FALSE(has(shy, "969"));
    told.all_numbers = true;
    CHECK(has(render_under_way(told, "/"), ">969</span> left of today"));
    told.progress.reset();
    auto const elsewhere = render_under_way(told, "/");
    CHECK(has(elsewhere, "Another process is at it"));
    CHECK_FALSE(has(elsewhere, "<progress"));
}

TEST_CASE("the runs lead to their pages", "[pages]") {
    runs_view view{.site = site, .now = at_noon(), .runs = {{.run = run_id{12}}}};
    CHECK(has(render_runs(view), "href=\"/runs/12\""));
    CHECK_FALSE(has(render_runs(view), "href=\"/api/v1/runs/12\""));
}
