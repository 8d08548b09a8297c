#include "tests/support/audit_bench.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lacuna;
using lacuna::test::audit_bench;
using lacuna::test::scripted_query;
using lacuna::test::scripted_tiktok;
using namespace std::chrono_literals;

namespace {

using maybe_answer = std::optional<scripted_tiktok::answer>;

scripted_tiktok::answer empty_answer() {
    return scripted_tiktok::status(
        200, R"({"data":{"videos":[],"has_more":false,"cursor":0,"search_id":"s"},"error":{"code":"ok"}})");
}

void to_next_day(audit_bench& bench) { bench.clock.set(utc_time{day_of(bench.clock.now())} + 27h); }

constexpr auto tomorrow = audit_bench::today + std::chrono::days{1};

/// A list of which nothing is returned.
void watch_all_missing(audit_bench& bench, int count) {
    bench.watch_ordinary(count);
    for (auto& [id, video] : bench.tiktok.videos) video.in_api = false;
}

/// Videos on no list, of the same days.
void add_strangers(audit_bench& bench, int count, bool is_public = true, std::chrono::hours age = 24h * 9) {
    for (int i = 0; i < count; ++i) {
        std::int64_t const id = 500'000 + static_cast<std::int64_t>(bench.tiktok.videos.size());
        auto const created = std::chrono::sys_seconds{audit_bench::today} - age;
        bench.tiktok.videos[id] = {.id = id, .created_at = created, .is_public = is_public};
    }
}

}  // namespace

TEST_CASE("where a window has no known item, a random sample of it brings controls, once found public",
          "[audit][checks]") {
    audit_bench bench;
    watch_all_missing(bench, 10);
    add_strangers(bench, 5);
    add_strangers(bench, 1, false);
    add_strangers(bench, 1, true, 24h);  // Too young to be sure of.

    auto const result = bench.run();

    CHECK(bench.calls_for(call_purpose::harvest) == 1);
    CHECK(bench.store.controls.size() == 6);
    CHECK(bench.kinds()[verdict_kind::missing] == 10);
    CHECK(bench.store.verdicts.at(audit_bench::today).size() == 10);
    CHECK(result->ending.due == 10);
    std::set<item_key> served;
    for (auto const& kept : bench.store.calls)
        served.insert(kept.call.controls.begin(), kept.call.controls.end());
    CHECK(served.size() == 5);
    for (auto const& query : bench.tiktok.queries) CHECK((query.random == query.ids.empty()));
}

TEST_CASE("the sampled are no items of later days, and a cut-off run finds its own again",
          "[audit][checks]") {
    audit_bench bench;
    watch_all_missing(bench, 10);
    add_strangers(bench, 5);
    bench.run_until([&bench] { return bench.calls_for(call_purpose::harvest) == 1; });
    bench.run();
    CHECK(bench.kinds()[verdict_kind::missing] == 10);
    CHECK(bench.calls_for(call_purpose::harvest) == 1);

    to_next_day(bench);
    bench.run();
    CHECK(bench.kinds(tomorrow)[verdict_kind::missing] == 10);
    CHECK(bench.store.verdicts.at(tomorrow).size() == 10);
    CHECK(bench.items_read(tomorrow) <= 20);
}

TEST_CASE("a list of ten of which nothing is returned is missing when random samples find nothing either",
          "[audit][checks]") {
    audit_bench bench;
    watch_all_missing(bench, 10);

    auto const result = bench.run();

    CHECK(bench.calls_for(call_purpose::harvest) >= 1);
    CHECK(bench.kinds()[verdict_kind::missing] == 10);
    CHECK(result->ending.api == run_ending::arm::valid);
}

TEST_CASE(
    "a list of twenty of which nothing at all is returned tells of a silent API, not of twenty absences",
    "[audit][checks]") {
    audit_bench bench;
    watch_all_missing(bench, 20);

    auto const result = bench.run();

    CHECK(bench.kinds()[verdict_kind::missing] == 0);
    CHECK(bench.verdict(1'001).judged.reason == verdict_reason::silent);
    CHECK(result->ending.api == run_ending::arm::invalid);
    CHECK(bench.tiktok.queries.size() < 15);
}

TEST_CASE("a call that dropped items is void, said to be, and everybody in it is asked again",
          "[audit][checks]") {
    audit_bench bench;
    bench.watch_ordinary(60);
    bench.tiktok.videos.at(1'030).in_api = false;
    auto const drop = [&bench](bool dropped) {
        for (std::int64_t id = 1'010; id < 1'020; ++id) bench.tiktok.videos.at(id).in_api = !dropped;
    };
    bench.tiktok.on_query = [&](scripted_query const&, std::size_t n) -> maybe_answer {
        drop(n == 1);
        return std::nullopt;
    };

    auto const result = bench.run();

    auto const& checks = result->ending.checks;
    CHECK(checks.calls_contradicted == 1);
    CHECK(checks.items_dropped == 10);
    REQUIRE(checks.unsound.size() == 1);
    CHECK(checks.unsound[0].call == bench.store.calls.front().call.call);
    CHECK(bench.kinds()[verdict_kind::missing] == 1);
    CHECK(bench.verdict(1'030).judged.kind == verdict_kind::missing);
    CHECK(bench.verdict(1'030).decided_by != bench.store.calls.front().call.call);
    CHECK(bench.verdict(1'010).first_ask == false);
}

TEST_CASE("ten empty answers end the asking, and cost the items no state", "[audit][checks]") {
    audit_bench bench;
    bench.watch_ordinary(3'000);
    bench.run();
    auto const queries = bench.tiktok.queries.size();
    bench.tiktok.on_query = [](scripted_query const&, std::size_t) -> maybe_answer { return empty_answer(); };
    to_next_day(bench);

    auto const result = bench.run();

    CHECK(result->ending.checks.silent);
    CHECK(result->ending.api == run_ending::arm::invalid);
    CHECK(bench.tiktok.queries.size() - queries <=
          16);  // Ten, those on their way, and one to hear whether it is over.
    CHECK(bench.verdict(1'001, tomorrow).judged.reason == verdict_reason::silent);
    CHECK(bench.verdict(3'999, tomorrow).judged.reason == verdict_reason::silent);
    for (auto const& [item, past] : bench.store.pasts.at(tomorrow)) {
        CHECK(past.returned->day == audit_bench::today);
        CHECK_FALSE(past.absent_since.has_value());
    }
}

TEST_CASE("a silence in the middle of a run is waited out, and all are measured", "[audit][checks]") {
    audit_bench bench;
    bench.watch_ordinary(3'000);
    bench.run();
    auto const queries = bench.tiktok.queries.size();
    bench.tiktok.on_query = [queries](scripted_query const&, std::size_t n) -> maybe_answer {
        bool const silent = n > queries + 5 && n <= queries + 15;
        return silent ? maybe_answer{empty_answer()} : std::nullopt;
    };
    bench.settings.api_concurrency = 1;
    to_next_day(bench);

    auto const result = bench.run();

    CHECK(result->ending.api == run_ending::arm::valid);
    CHECK(bench.kinds(tomorrow)[verdict_kind::retrievable] == 3'000);
    CHECK(result->ending.checks.silent);
}

TEST_CASE("each block of readings asks for an id that nobody has, and for an item known to be live",
          "[audit][checks]") {
    audit_bench bench;
    bench.watch_ordinary(250);
    bench.run();
    std::set<std::int64_t> invented;
    for (auto const& kept : bench.store.blocks) {
        CHECK(kept.block.invented_reading == 'n');
        CHECK(bench.tiktok.videos.count(kept.block.invented_id) == 0);
        invented.insert(kept.block.invented_id);
        // On the first day nobody is known to be live before the first block is through.
        CHECK(kept.block.live_reading != 'n');
        if (kept.block.block == block_id{1}) CHECK(kept.block.live_reading == 0);
    }
    CHECK(invented.size() == 3);

    to_next_day(bench);
    bench.run();
    CHECK(bench.store.blocks.size() == 6);
    for (auto const& kept : bench.store.blocks) {
        if (kept.day == tomorrow) CHECK(kept.block.live_reading == 'p');
    }
}

TEST_CASE("an endpoint that finds everything public, also what nobody has, is not believed",
          "[audit][checks]") {
    audit_bench bench;
    bench.watch_ordinary(250);
    bench.tiktok.on_look = [](std::int64_t, std::size_t) -> maybe_answer {
        return scripted_tiktok::status(200, R"({"author_unique_id":"ada"})");
    };

    auto const result = bench.run();

    CHECK(result->ending.presence == run_ending::arm::invalid);
    CHECK(result->ending.checks.invented_failed == 3);
    for (auto const& [item, row] : bench.store.verdicts.at(audit_bench::today))
        CHECK_FALSE(row.judged.counts);
}

TEST_CASE("an endpoint that suddenly finds nobody is not believed, and nobody is lost", "[audit][checks]") {
    audit_bench bench;
    bench.watch_ordinary(150);
    bench.run();
    bench.tiktok.on_look = [](std::int64_t, std::size_t) -> maybe_answer {
        return scripted_tiktok::status(400, "{}");
    };
    to_next_day(bench);

    auto const result = bench.run();

    CHECK(result->ending.presence == run_ending::arm::invalid);
    CHECK(bench.kinds(tomorrow)[verdict_kind::not_public] == 0);
    for (auto const& [item, past] : bench.store.pasts.at(tomorrow)) CHECK(past.negative_days == 0);
}

TEST_CASE("vantages that repeat each other each ask everything, and may disagree", "[audit][checks]") {
    audit_bench bench;
    bench.watch_ordinary(150);
    bench.vantages = 2;
    bench.settings.compare_vantages = true;
    bench.settings.api_concurrency = 1;
    std::set<std::string> tokens;
    bench.tiktok.on_query = [&](scripted_query const& query, std::size_t) -> maybe_answer {
        tokens.insert(query.token);
        for (std::int64_t id = 1'010; id < 1'020; ++id) {
            bench.tiktok.videos.at(id).in_api = query.token == *tokens.begin();
        }
        return std::nullopt;
    };

    auto const result = bench.run();

    CHECK(tokens.size() == 2);
    CHECK(bench.times_asked(1'100) == 2);
    CHECK(result->ending.checks.vantages_disagree == 10);
    CHECK(result->ending.checks.calls_contradicted == 0);
}
