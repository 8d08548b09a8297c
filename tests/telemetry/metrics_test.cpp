#include "daemon/telemetry/metrics.hpp"

#include "tests/support/fake_clock.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

utc_day const day = std::chrono::year{2026} / 11 / 20;

list_figures shown(std::string slug) {
    return {.slug = std::move(slug),
            .day = day,
            .counts = {{{verdict_kind::retrievable, true}, 90},
                       {{verdict_kind::missing, true}, 10},
                       {{verdict_kind::missing, false}, 1}},
            .completeness = 0.9,
            .low = 0.82,
            .high = 0.95,
            .range_low = 0.88,
            .range_high = 0.91,
            .first_ask = 0.85,
            .coverage = 0.99,
            .compared = 97,
            .retrievable_before = 95,
            .retrievable_now = 88,
            .not_measured = {{verdict_reason::quota_spent, 4}}};
}

bool has(std::string const& text, std::string const& line) {
    return ("\n" + text).find("\n" + line) != std::string::npos;
}

call_record a_call(std::optional<probe_failure> failure) {
    call_record call;
    call.latency = 300ms;
    call.failure = failure;
    return call;
}

/// Everything at once, as after a day.
void fill(metrics& all) {
    all.call_stored(a_call({}), "main");
    all.call_stored(a_call(probe_failure::timed_out), "main");
    presence_block block;
    block.readings = {'p', 'n', 's', 'l'};
    block.milliseconds = {100, 200, 300, 400};
    all.block_stored(block);
    all.run_ended({}, {.api = run_ending::arm::valid, .presence = run_ending::arm::off}, utc_time{day} + 5h);
    all.http_answered("/api/v1/items/{}/{}", 200, 2ms);
    all.http_answered("other", 404, 1ms);
    all.show_lists({shown("b"), shown("c\"\n\\")});
    all.show_quota({{.vantage = "main", .remaining = 900, .daily = 1000}});
    all.show_events({.opened = {{event_kind::item_lost, 3}},
                     .open = {{{"b", event_kind::item_lost}, {2, 1}}, {{"", event_kind::stale}, {1, 1}}},
                     .calls_contradicted = 4,
                     .items_dropped = 70});
    all.show_database(true);
    all.show_partitions_end(day + std::chrono::days{60});
    all.show_last_run({.api = run_ending::arm::valid,
                       .presence = run_ending::arm::invalid,
                       .started_at = utc_time{day} + 3h,
                       .ended_at = utc_time{day} + 5h});
}

}  // namespace

TEST_CASE("calls are counted by probe and outcome, readings one by one", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    fill(all);
    auto const text = all.text();
    CHECK(has(text, "lacuna_calls_total{outcome=\"answered\",probe=\"tiktok.research\"} 1"));
    CHECK(has(text, "lacuna_calls_total{outcome=\"timed_out\",probe=\"tiktok.research\"} 1"));
    CHECK(has(text, "lacuna_calls_total{outcome=\"public\",probe=\"tiktok.oembed\"} 1"));
    CHECK(has(text, "lacuna_calls_total{outcome=\"rate_limited\",probe=\"tiktok.oembed\"} 1"));
    CHECK(has(text, "lacuna_call_duration_seconds_count{probe=\"tiktok.oembed\"} 4"));
}

TEST_CASE("a valid arm moves its timestamp, a void one does not, and one that is off has none",
          "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    auto const at = utc_time{day} + 1h;
    all.run_ended({}, {.api = run_ending::arm::valid, .presence = run_ending::arm::off}, at);
    all.run_ended({}, {.api = run_ending::arm::invalid, .presence = run_ending::arm::off}, at + 24h);
    auto const text = all.text();
    CHECK(has(text, "lacuna_run_valid{arm=\"api\"} 0"));
    CHECK(has(text, "lacuna_last_valid_run_timestamp_seconds{arm=\"api\"} 1795136400"));
    CHECK(text.find("arm=\"presence\"") == text.npos);
}

TEST_CASE("a list has as many series as it has verdicts, and none without a headline", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    all.show_lists({shown("a")});
    CHECK(has(all.text(), "lacuna_items{list=\"a\",verdict=\"missing\"} 11"));
    CHECK(has(all.text(), "lacuna_completeness_ratio{list=\"a\"} 0.9"));
    CHECK(has(all.text(), "lacuna_completeness_day_timestamp_seconds{list=\"a\"} 1795132800"));

    auto without = shown("a");
    without.completeness.reset();
    without.counts = {{{verdict_kind::retrievable, true}, 5}};
    all.show_lists({without});
    auto const text = all.text();
    CHECK_FALSE(has(text, "lacuna_completeness_ratio{"));
    CHECK_FALSE(has(text, "lacuna_completeness_ci_low{"));
    CHECK_FALSE(has(text, "lacuna_completeness_day_timestamp_seconds{"));
    CHECK_FALSE(has(text, "lacuna_items{list=\"a\",verdict=\"missing\"}"));
    CHECK(has(text, "lacuna_items{list=\"a\",verdict=\"retrievable\"} 5"));

    all.show_lists({});
    CHECK_FALSE(has(all.text(), "lacuna_items{"));
}

TEST_CASE("events are counted for ever and shown while they are open", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    all.show_lists({shown("a")});
    all.show_events({.opened = {{event_kind::item_lost, 3}},
                     .open = {{{"a", event_kind::item_lost}, {2, 1}}},
                     .calls_contradicted = 4,
                     .items_dropped = 70});
    auto const text = all.text();
    CHECK(has(text, "lacuna_events_total{kind=\"item_lost\"} 3"));
    CHECK(has(text, "lacuna_events_total{kind=\"list_fell\"} 0"));
    CHECK(has(text, "lacuna_events_open{kind=\"item_lost\",list=\"a\"} 2"));
    CHECK(has(text, "lacuna_events_confirmed{kind=\"item_lost\",list=\"a\"} 1"));
    CHECK(has(text, "lacuna_calls_contradicted_total 4"));
    CHECK(has(text, "lacuna_items_dropped_total 70"));
    all.show_events({});
    CHECK(has(all.text(), "lacuna_events_total{kind=\"item_lost\"} 3"));
    CHECK(has(all.text(), "lacuna_events_open{kind=\"item_lost\",list=\"a\"} 0"));
    all.show_lists({});
    all.show_events({});
    CHECK_FALSE(has(all.text(), "lacuna_events_open{kind=\"item_lost\""));
}

TEST_CASE("what is not open stands at 0, so that the first event is a rise", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    all.show_lists({shown("a")});
    all.show_events({});
    auto const text = all.text();
    for (auto const* const gauge : {"lacuna_events_open", "lacuna_events_confirmed"}) {
        CAPTURE(gauge);
        std::string const name{gauge};
        for (auto const* const kind : {"item_lost", "creator_lost", "list_fell"})
            CHECK(has(text, name + "{kind=\"" + kind + "\",list=\"a\"} 0"));
        for (auto const* const kind :
             {"arm_void", "mass_change", "api_silent", "vantages_disagree", "schema_changed", "stale"})
            CHECK(has(text, name + "{kind=\"" + kind + "\",list=\"\"} 0"));
        CHECK_FALSE(has(text, name + "{kind=\"item_returned\""));
    }
}

TEST_CASE("calls and controls are counted from 0", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    auto const text = all.text();
    CHECK(has(text, "lacuna_calls_total{outcome=\"answered\",probe=\"tiktok.research\"} 0"));
    CHECK(has(text, "lacuna_calls_total{outcome=\"too_large\",probe=\"tiktok.oembed\"} 0"));
    CHECK(has(text, "lacuna_calls_total{outcome=\"shell\",probe=\"tiktok.oembed\"} 0"));
    CHECK(
        has(text, "lacuna_controls_total{kind=\"positive\",outcome=\"absent\",probe=\"tiktok.research\"} 0"));
    CHECK(has(text, "lacuna_controls_total{kind=\"negative\",outcome=\"public\",probe=\"tiktok.oembed\"} 0"));
}

TEST_CASE("a process that has just begun shows the last run of another", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    all.show_last_run({.api = run_ending::arm::invalid,
                       .presence = run_ending::arm::valid,
                       .started_at = utc_time{day} + 3h,
                       .ended_at = utc_time{day} + 5h});
    auto text = all.text();
    CHECK(has(text, "lacuna_run_valid{arm=\"api\"} 0"));
    CHECK(has(text, "lacuna_run_valid{arm=\"presence\"} 1"));
    CHECK(has(text, "lacuna_last_run_duration_seconds 7200"));
    CHECK(has(text, "lacuna_last_valid_run_timestamp_seconds{arm=\"presence\"} 1795150800"));
    CHECK_FALSE(has(text, "lacuna_last_valid_run_timestamp_seconds{arm=\"api\"}"));
    all.run_ended({}, {.api = run_ending::arm::valid, .presence = run_ending::arm::off}, utc_time{day} + 29h);
    text = all.text();
    CHECK(has(text, "lacuna_run_valid{arm=\"api\"} 1"));
    CHECK_FALSE(has(text, "lacuna_run_valid{arm=\"presence\"}"));
}

TEST_CASE("gaps have their reasons, and quotas what was granted", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    fill(all);
    auto const text = all.text();
    CHECK(has(text, "lacuna_items_not_measured{list=\"b\",reason=\"quota_spent\"} 4"));
    CHECK(has(text, "lacuna_items_not_measured{list=\"b\",reason=\"platform_failed\"} 0"));
    CHECK(has(text, "lacuna_quota_calls{vantage=\"main\"} 1000"));
    CHECK(has(text, "lacuna_compared_items{list=\"b\"} 97"));
    CHECK(has(text, "lacuna_compared_retrievable_before{list=\"b\"} 95"));
    CHECK(has(text, "lacuna_compared_retrievable_now{list=\"b\"} 88"));
    CHECK(has(text, "lacuna_partitions_end_timestamp_seconds 1800316800"));
}

TEST_CASE("controls are counted by what came of them", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    auto call = a_call({});
    call.complete = true;
    call.controls = {item_key{1}, item_key{2}, item_key{3}};
    call.returned = {item_key{3}, item_key{1}, item_key{9}};
    all.call_stored(call, "main");
    call.failure = probe_failure::timed_out;
    all.call_stored(call, "main");
    auto const text = all.text();
    auto const line = [](std::string const& outcome) {
        return "lacuna_controls_total{kind=\"positive\",outcome=\"" + outcome +
               "\",probe=\"tiktok.research\"} ";
    };
    CHECK(has(text, line("returned") + "2"));
    CHECK(has(text, line("absent") + "1"));
    CHECK(has(text, line("timed_out") + "3"));
}

TEST_CASE("the clock is the one by which runs are dated", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    time.advance(90s);
    CHECK(has(all.text(), "lacuna_clock_seconds 1795132890"));
}

TEST_CASE("the process shows its memory, descriptors and start", "[telemetry]") {
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    auto const text = all.text();
    for (auto const* const name : {"process_cpu_seconds_total ", "process_resident_memory_bytes ",
                                   "process_open_fds ", "process_max_fds ", "process_start_time_seconds "}) {
        CAPTURE(name);
        auto const at = ("\n" + text).find("\n" + std::string{name});
        REQUIRE(at != std::string::npos);
        CHECK(std::atof(text.c_str() + at + std::char_traits<char>::length(name)) >= 0);
    }
    CHECK(has(text, "lacuna_build_info{version="));
}

TEST_CASE("promtool finds nothing to say about the metrics", "[telemetry]") {
    if (std::system("command -v promtool > /dev/null 2>&1") != 0) {
        WARN("promtool is not installed (package prometheus): the metrics were not checked");
        return;
    }
    test::fake_clock time{utc_time{day}};
    metrics all{time};
    fill(all);
    std::string path = "/tmp/lacuna-metrics-XXXXXX";
    int const file = ::mkstemp(path.data());
    REQUIRE(file >= 0);
    auto const text = all.text();
    REQUIRE(::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::close(file);

    std::string said;
    std::FILE* const checking = ::popen(("promtool check metrics < " + path + " 2>&1").c_str(), "r");
    std::array<char, 256> piece{};
    while (std::fgets(piece.data(), piece.size(), checking) != nullptr) said += piece.data();
    int const status = ::pclose(checking);
    ::unlink(path.c_str());

    CHECK(said == "");
    CHECK(status == 0);
}
