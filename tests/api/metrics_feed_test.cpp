#include "daemon/api/metrics_feed.hpp"

#include "tests/api/rest_bench.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lacuna;
using test::day_at;
using test::morning_of;
using test::rest_bench;
using test::verdict_of;

namespace {

using enum verdict_kind;
using std::chrono::days;

/// A public list of 40 items and a private one of 1.
struct watched : rest_bench {
    watched() {
        add(make_list("news").key, 1'000'000, 40);
        add(make_list("hidden", false).key, 2'000'000, 1);
    }

    /// A day's run on which the first `n` items of each list have that verdict, the others are retrievable.
    void close(int offset, int n, verdict_kind kind, verdict_reason reason, run_ending const& ending) {
        std::vector<verdict_row> rows;
        for (int i = 0; i < 41; ++i) {
            bool const special = i < n || i == 40;
            auto row = verdict_of(key_of(i < 40 ? 1'000'000 + i : 2'000'000), special ? kind : retrievable);
            if (special) {
                row.judged.reason = reason;
                row.judged.counts = kind == missing;
            }
            rows.push_back(row);
        }
        auto const opened = get(audit->open_run(day_at(offset), morning_of(day_at(offset)), 7));
        get(audit->close_run(opened, morning_of(day_at(offset)) + std::chrono::hours{1}, ending, rows, {}));
    }
    std::string metrics_now() {
        metrics shown{time};
        api::metrics_feed feed{from, shown};
        get(feed.refresh());
        return "\n" + shown.text();
    }
};

bool has(std::string const& text, std::string const& line) { return text.find("\n" + line) != text.npos; }

run_ending const valid{};
run_ending const api_void{.api = run_ending::arm::invalid, .void_reason = "no call returned anything"};

}  // namespace

TEST_CASE("a void day leaves a list's gauges as the last sound day made them", "[api][postgres]") {
    watched b;
    b.close(0, 2, missing, verdict_reason::none, valid);
    b.close(1, 30, not_measured, verdict_reason::silent, api_void);
    auto const text = b.metrics_now();
    CHECK(has(text, "lacuna_completeness_ratio{list=\"news\"} 0.95\n"));
    CHECK(has(text, "lacuna_items{list=\"news\",verdict=\"missing\"} 2\n"));
    CHECK_FALSE(has(text, "lacuna_items{list=\"news\",verdict=\"not_measured\"}"));
    CHECK(has(text, "lacuna_run_valid{arm=\"api\"} 0\n"));
    CHECK(has(text, "lacuna_run_valid{arm=\"presence\"} 1\n"));
    CHECK(has(text, "lacuna_events_confirmed{kind=\"arm_void\",list=\"\"} 1\n"));
    // 2024-10-04 04:00 and 2024-10-05 04:00.
    CHECK(has(text, "lacuna_last_valid_run_timestamp_seconds{arm=\"api\"} 1728014400\n"));
    CHECK(has(text, "lacuna_last_valid_run_timestamp_seconds{arm=\"presence\"} 1728100800\n"));
    CHECK(has(text, "lacuna_last_run_duration_seconds 3600\n"));
}

TEST_CASE("what the newest day did not measure is shown by reason, of public lists alone",
          "[api][postgres]") {
    watched b;
    b.close(0, 3, not_measured, verdict_reason::quota_spent, valid);
    auto const text = b.metrics_now();
    CHECK(has(text, "lacuna_items_not_measured{list=\"news\",reason=\"quota_spent\"} 3\n"));
    CHECK(has(text, "lacuna_items_not_measured{list=\"news\",reason=\"platform_failed\"} 0\n"));
    CHECK(text.find("hidden") == text.npos);
    b.close(1, 0, missing, verdict_reason::none, valid);
    CHECK(has(b.metrics_now(), "lacuna_items_not_measured{list=\"news\",reason=\"quota_spent\"} 0\n"));
}

TEST_CASE("items are compared with themselves a week before", "[api][postgres]") {
    watched b;
    b.close(0, 2, missing, verdict_reason::none, valid);
    b.close(7, 10, missing, verdict_reason::none, valid);
    auto const text = b.metrics_now();
    CHECK(has(text, "lacuna_compared_items{list=\"news\"} 40\n"));
    CHECK(has(text, "lacuna_compared_retrievable_before{list=\"news\"} 38\n"));
    CHECK(has(text, "lacuna_compared_retrievable_now{list=\"news\"} 30\n"));
}

TEST_CASE("the partitions' end is shown from the first run on, and this month where there is none",
          "[api][postgres]") {
    watched b;
    CHECK_FALSE(has(b.metrics_now(), "lacuna_partitions_end_timestamp_seconds"));
    b.close(0, 0, missing, verdict_reason::none, valid);
    CHECK(has(b.metrics_now(), "lacuna_partitions_end_timestamp_seconds 1735689600\n"));  // 2025-01-01.
    b.time.advance(days{100});                                                            // 2025-01-12.
    CHECK(has(b.metrics_now(), "lacuna_partitions_end_timestamp_seconds 1735689600\n"));
}
