#include "tests/support/audit_bench.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lacuna;
using lacuna::test::audit_bench;
using lacuna::test::scripted_query;
using lacuna::test::scripted_tiktok;
using namespace std::chrono_literals;

namespace {

using maybe_answer = std::optional<scripted_tiktok::answer>;

std::set<std::int64_t> left_out(audit_bench const& bench, utc_day day) {
    std::set<std::int64_t> ids;
    for (auto const& item : bench.store.items) {
        if (bench.verdict(item.platform_id, day).judged.kind == verdict_kind::not_measured)
            ids.insert(item.platform_id);
    }
    return ids;
}

}  // namespace

TEST_CASE("what the budget cannot reach is left out by chance, said so, and first the next day",
          "[audit][budget]") {
    audit_bench bench;
    bench.watch_ordinary(1'000);
    bench.daily_calls = 6;
    bench.reserve_calls = 2;

    auto const result = bench.run();
    auto const first_day = left_out(bench, audit_bench::today);
    bench.clock.advance(24h);
    bench.run();
    auto const second_day = left_out(bench, audit_bench::today + std::chrono::days{1});

    REQUIRE(result);
    CHECK(result->ending.api == run_ending::arm::valid);
    CHECK(first_day.size() ==
          400);  // 4 calls, and of the reserve nobody needed 2 more, one by one: see below.
    CHECK(second_day.size() == 400);
    for (auto const id : first_day) {
        CHECK(bench.verdict(id).judged.reason == verdict_reason::quota_spent);
        CHECK(second_day.count(id) == 0);
    }
}

TEST_CASE("the first pass leaves the reserve to confirmations", "[audit][budget]") {
    audit_bench bench;
    bench.watch_ordinary(500);
    for (auto& [id, video] : bench.tiktok.videos) video.in_api = id % 20 != 0;
    bench.daily_calls = 5;
    bench.reserve_calls = 2;

    bench.run();

    CHECK(bench.tiktok.queries.size() <= 5);
    CHECK(bench.calls_for(call_purpose::confirmation) >= 1);
    CHECK(bench.kinds()[verdict_kind::missing] >= 15);
}

TEST_CASE("calls are never more than the budget, whatever fails", "[audit][budget]") {
    audit_bench bench;
    bench.watch_ordinary(3'000);
    bench.daily_calls = 17;
    bench.reserve_calls = 3;
    bench.tiktok.on_query = [](scripted_query const&, std::size_t n) -> maybe_answer {
        if (n % 3 == 0) return std::nullopt;
        return scripted_tiktok::status(500, "");
    };

    bench.run();
    bench.run();

    CHECK(bench.tiktok.queries.size() == 17);
    CHECK(bench.store.spent.begin()->second == 17);
}

TEST_CASE("the next call goes to the vantage with most left", "[audit][budget]") {
    audit_bench bench;
    bench.watch_ordinary(600);
    bench.vantages = 2;
    bench.daily_calls = 5;
    bench.reserve_calls = 0;

    bench.run();

    REQUIRE(bench.tiktok.queries.size() == 6);
    for (auto const& [vantage, spent] : bench.store.spent) CHECK(spent == 3);
}

TEST_CASE("when one vantage's quota is gone the other goes on", "[audit][budget]") {
    audit_bench bench;
    bench.watch_ordinary(600);
    bench.vantages = 2;
    bench.tiktok.on_query = [](scripted_query const&, std::size_t n) -> maybe_answer {
        if (n != 1) return std::nullopt;
        return scripted_tiktok::error(429, "daily_quota_limit_exceeded");
    };

    bench.run();

    CHECK(bench.kinds()[verdict_kind::retrievable] == 600);
    CHECK(bench.tiktok.queries.size() == 7);
}

TEST_CASE("nothing is asked after midnight, and what was not asked is said to be for want of time",
          "[audit][budget]") {
    audit_bench bench;
    bench.watch_ordinary(500);
    bench.settings.presence_per_second = 1;
    bench.clock.set(audit_bench::today + 24h - 150s);

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(bench.tiktok.looks.size() > 130);
    CHECK(bench.tiktok.looks.size() <= 150);
    // Also what was read of the block that the day's end cut short; the rest of the looks were controls.
    CHECK(bench.store.blocks.size() == 2);
    CHECK(bench.items_read() > 130);
    CHECK(bench.items_read() < bench.tiktok.looks.size());
    for (auto const& query : bench.tiktok.queries) CHECK(day_of(query.at) == audit_bench::today);
    CHECK(bench.verdict(1'001).judged.kind == verdict_kind::retrievable);
    CHECK(bench.verdict(1'400).judged.kind == verdict_kind::not_measured);
    CHECK(bench.verdict(1'400).judged.reason == verdict_reason::time_spent);
    CHECK(result->ending.api == run_ending::arm::valid);
    CHECK(bench.store.runs.front().ending);
}

TEST_CASE("no call is on its way at midnight, when it would count on the next day", "[audit][budget]") {
    audit_bench bench;
    bench.watch_ordinary(10);
    bench.clock.set(audit_bench::today + 24h - 4s);

    bench.run();

    CHECK(bench.items_read() == 10);
    CHECK(bench.tiktok.queries.empty());
    CHECK(bench.store.spent[{vantage_id{1}, audit_bench::today}] == 0);
    CHECK(bench.verdict(1'001).judged.reason == verdict_reason::time_spent);
}

TEST_CASE("a wait does not reach into the next day", "[audit][budget]") {
    audit_bench bench;
    bench.watch_ordinary(10);
    bench.clock.set(audit_bench::today + 24h - 100s);
    scripted_tiktok::answer slow_down = http_answer{
        .status = 429, .body = R"({"error":{"code":"rate_limit_exceeded"}})", .retry_after = 600s};
    bench.tiktok.on_query = [&](scripted_query const&, std::size_t) -> maybe_answer { return slow_down; };

    bench.run();

    CHECK(bench.clock.now() - (utc_time{audit_bench::today} + 24h) < 1s);
    CHECK(bench.tiktok.queries.size() == 1);
}
