#include "tests/support/audit_bench.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using lacuna::test::audit_bench;
using lacuna::test::scripted_query;
using lacuna::test::scripted_tiktok;
using namespace std::chrono_literals;

namespace {

using maybe_answer = std::optional<scripted_tiktok::answer>;

utc_day day_after(int days) { return audit_bench::today + std::chrono::days{days}; }

run_result run_on(audit_bench& bench, int day, std::chrono::milliseconds hour = 3h) {
    bench.clock.set(utc_time{day_after(day)} + hour);
    return bench.run().value();
}

item_past past_of(audit_bench const& bench, std::size_t index, int day) {
    auto const& left = bench.store.pasts.at(day_after(day));
    auto const found = left.find(bench.store.items[index].key);
    return found == left.end() ? item_past{} : found->second;
}

}  // namespace

TEST_CASE("a week's outage of the audited API loses no state", "[audit][days]") {
    audit_bench bench;
    bench.watch_ordinary(40);
    bench.tiktok.videos.at(1'005).in_api = false;
    run_on(bench, 0);
    REQUIRE(bench.verdict(1'005).judged.kind == verdict_kind::missing);
    auto const before = past_of(bench, 4, 0);
    REQUIRE(before.confirmed.has_value());

    bench.tiktok.on_query = [](scripted_query const&, std::size_t) -> maybe_answer {
        return scripted_tiktok::status(503, "");
    };
    for (int day = 1; day <= 7; ++day) {
        CHECK(run_on(bench, day).ending.api == run_ending::arm::invalid);
        CHECK(bench.verdict(1'005, day_after(day)).judged.reason == verdict_reason::platform_failed);
        auto const left = past_of(bench, 4, day);
        CHECK(left.absent_since == before.absent_since);
        CHECK(left.confirmed == before.confirmed);
        CHECK(left.last_public->at > utc_time{day_after(day)});
        CHECK(past_of(bench, 5, day).returned->day == audit_bench::today);
    }
    bench.tiktok.on_query = {};
    run_on(bench, 8);

    CHECK(bench.verdict(1'005, day_after(8)).judged.kind == verdict_kind::missing);
    CHECK(past_of(bench, 4, 8).absent_since == audit_bench::today);
    CHECK(bench.verdict(1'006, day_after(8)).judged.kind == verdict_kind::retrievable);
}

TEST_CASE("yesterday's confirmation and one sound call are enough, in an ordinary batch", "[audit][days]") {
    audit_bench bench;
    bench.watch_ordinary(40);
    bench.tiktok.videos.at(1'005).in_api = false;
    run_on(bench, 0);
    auto const queries = bench.tiktok.queries.size();

    run_on(bench, 1);

    CHECK(bench.tiktok.queries.size() == queries + 1);
    CHECK(bench.verdict(1'005, day_after(1)).judged.kind == verdict_kind::missing);
    CHECK(bench.verdict(1'005, day_after(1)).confirmed_by == bench.verdict(1'005).confirmed_by);
}

TEST_CASE("over a month an absence stays missing every day, and is confirmed about once a week",
          "[audit][days]") {
    audit_bench bench;
    bench.watch_ordinary(40);
    bench.tiktok.videos.at(1'005).in_api = false;
    for (int day = 0; day < 29; ++day) {
        run_on(bench, day);
        INFO("day " << day);
        CHECK(bench.verdict(1'005, day_after(day)).judged.kind == verdict_kind::missing);
    }

    auto const confirmations =
        bench.calls_for(call_purpose::confirmation) + bench.calls_for(call_purpose::alone);
    CHECK(confirmations >= 4);
    CHECK(confirmations <= 6);
}

TEST_CASE("a week's outage of the public endpoint loses no state, and nobody is lost by it",
          "[audit][days]") {
    audit_bench bench;
    bench.watch_ordinary(40);
    run_on(bench, 0);
    bench.tiktok.videos.at(1'006).is_public = false;
    bench.tiktok.videos.at(1'006).in_api = false;
    run_on(bench, 1);
    CHECK(bench.verdict(1'006, day_after(1)).judged.reason == verdict_reason::presence_lost);

    bench.tiktok.on_look = [](std::int64_t, std::size_t) -> maybe_answer {
        return scripted_tiktok::status(403, "");
    };
    for (int day = 2; day <= 8; ++day) {
        CHECK(run_on(bench, day).ending.presence == run_ending::arm::invalid);
        CHECK(past_of(bench, 5, day) == past_of(bench, 5, 1));
        CHECK(past_of(bench, 7, day).last_public == past_of(bench, 7, 1).last_public);
    }
    bench.tiktok.on_look = {};
    run_on(bench, 9);
    CHECK(bench.verdict(1'006, day_after(9)).judged.kind != verdict_kind::not_public);
    run_on(bench, 10);
    CHECK(bench.verdict(1'006, day_after(10)).judged.kind == verdict_kind::not_public);
    CHECK(bench.verdict(1'008, day_after(10)).judged.kind == verdict_kind::retrievable);
}

TEST_CASE("an absence that could not be read public again is settled by the next day's reading",
          "[audit][days]") {
    audit_bench bench;
    bench.watch_ordinary(40);
    bench.tiktok.videos.at(1'005).in_api = false;
    int looks = 0;
    bench.tiktok.on_look = [&looks](std::int64_t id, std::size_t) -> maybe_answer {
        if (id != 1'005 || looks++ == 0) return std::nullopt;
        return http_failure{.why = probe_failure::timed_out, .latency = 10s};
    };
    run_on(bench, 0);
    REQUIRE(bench.verdict(1'005).judged.reason == verdict_reason::not_bracketed);
    bench.tiktok.on_look = {};

    SECTION("public: it was missing") {
        run_on(bench, 1);
        CHECK(bench.verdict(1'005).judged.kind == verdict_kind::missing);
        auto const after = bench.verdict(1'005).presence_after;
        CHECK(std::ranges::any_of(bench.store.blocks, [&](auto const& kept) {
            return kept.day == day_after(1) && kept.block.block == after;
        }));
        CHECK(bench.verdict(1'006).judged.kind == verdict_kind::retrievable);
    }
    SECTION("not public: nobody knows") {
        bench.tiktok.videos.at(1'005).is_public = false;
        run_on(bench, 1);
        CHECK(bench.verdict(1'005).judged.reason == verdict_reason::not_bracketed);
    }
    SECTION("public more than 36 hours later: too late") {
        run_on(bench, 1, 20h);
        CHECK(bench.verdict(1'005).judged.reason == verdict_reason::not_bracketed);
    }
    SECTION("without a run on the next day it stays open for good") {
        run_on(bench, 2);
        CHECK(bench.verdict(1'005).judged.reason == verdict_reason::not_bracketed);
    }
}

TEST_CASE("an item withheld since yesterday is asked for alone, and every day's finding has its grade",
          "[audit][days]") {
    audit_bench bench;
    bench.watch_ordinary(100);
    run_on(bench, 0);
    bench.tiktok.videos.at(1'050).in_api = false;
    bench.tiktok.videos.at(1'051).in_api = false;
    run_on(bench, 1);

    for (std::int64_t const id : {1'050, 1'051}) {
        CHECK(bench.verdict(id, day_after(1)).judged.kind == verdict_kind::missing);
        CHECK(bench.verdict(id, day_after(1)).judged.grade == absence_grade::alone);
    }
    CHECK(bench.calls_for(call_purpose::alone) == 2);
    run_on(bench, 2);
    CHECK(bench.verdict(1'050, day_after(2)).judged.grade == absence_grade::twice);
    CHECK(bench.calls_for(call_purpose::alone) == 2);
}

TEST_CASE("a great withholding is confirmed in the same run, and its end too", "[audit][days]") {
    audit_bench bench;
    bench.watch_ordinary(90);
    CHECK(run_on(bench, 0).ending.checks.mass == mass_change::none);
    for (std::int64_t id = 1'001; id <= 1'045; ++id) bench.tiktok.videos.at(id).in_api = false;
    auto const fallen = run_on(bench, 1);
    CHECK(fallen.ending.checks.mass == mass_change::fall);
    CHECK(fallen.ending.checks.changed_items == 45);
    CHECK(bench.kinds(day_after(1))[verdict_kind::missing] == 45);

    for (auto& [id, video] : bench.tiktok.videos) video.in_api = true;
    auto const queries = bench.tiktok.queries.size();
    auto const risen = run_on(bench, 2);
    CHECK(risen.ending.checks.mass == mass_change::rise);
    CHECK(risen.ending.checks.changed_items == 45);
    CHECK(bench.tiktok.queries.size() == queries + 2);  // The first pass, and the sample.
    CHECK(bench.kinds(day_after(2))[verdict_kind::retrievable] == 90);
}

TEST_CASE("an item posted weeks after its id is found in a later window within a week", "[audit][days]") {
    audit_bench bench;
    auto const first = std::chrono::sys_seconds{audit_bench::today - std::chrono::days{100}};
    for (int i = 1; i <= 60; ++i) {
        bench.watch({.id = 1'000 + i, .created_at = first + i * 24h}, creation_source::id);
    }
    bench.tiktok.videos.at(1'003).posted_later = std::chrono::hours{49 * 24};
    bench.tiktok.videos.at(1'004).in_api = false;
    bool found = false;
    for (int day = 0; day < 7; ++day) {
        run_on(bench, day);
        auto const kind = bench.verdict(1'003, day_after(day)).judged.kind;
        CHECK(kind != verdict_kind::missing);
        found = kind == verdict_kind::retrievable;
    }

    CHECK(found);
    CHECK(bench.verdict(1'004, day_after(0)).judged.kind == verdict_kind::unconfirmed);
    CHECK(bench.verdict(1'004, day_after(6)).judged.kind == verdict_kind::missing);
}
