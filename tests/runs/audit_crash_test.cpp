#include "tests/support/audit_bench.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lacuna;
using lacuna::test::audit_bench;
using lacuna::test::crash;
using lacuna::test::scripted_query;
using lacuna::test::scripted_tiktok;
using namespace std::chrono_literals;

namespace {

using maybe_answer = std::optional<scripted_tiktok::answer>;

/// Small, but with every phase, a page to follow and a failing call.
void prepare(audit_bench& bench) {
    auto const first = std::chrono::sys_seconds{audit_bench::today - std::chrono::days{50}};
    for (int i = 0; i < 230; ++i) {
        bench.watch({.id = 1'000 + i,
                     .created_at = first + i * 4h,
                     .is_public = i % 9 != 4,
                     .in_api = i % 9 != 4 && i % 11 != 5});
    }
    bench.tiktok.page_size = 90;
    bench.settings.presence_concurrency = 4;
    bench.settings.api_concurrency = 2;
    bench.tiktok.on_query = [](scripted_query const&, std::size_t n) -> maybe_answer {
        if (n != 2) return std::nullopt;
        return scripted_tiktok::status(500, "");
    };
}

std::vector<verdict_kind> kinds_of(audit_bench const& bench) {
    std::vector<verdict_kind> kinds;
    for (auto const& item : bench.store.items) kinds.push_back(bench.verdict(item.platform_id).judged.kind);
    return kinds;
}

std::int64_t total_spent(audit_bench const& bench) {
    std::int64_t sum = 0;
    for (auto const& [vantage, spent] : bench.store.spent) sum += spent;
    return sum;
}

/// Each item found public is in one stored block of the sweep, and in one complete call a purpose unless it
/// rode along as a control.
void check_nothing_stored_twice(audit_bench const& bench) {
    std::multiset<item_key> read;  // A first loss of presence is read twice.
    for (auto const& kept : bench.store.blocks) {
        if (kept.block.purpose != block_purpose::sweep) continue;
        for (std::size_t i = 0; i < kept.block.items.size(); ++i) {
            if (kept.block.readings[i] == 'p') read.insert(kept.block.items[i]);
        }
    }
    for (auto const& one : read) CHECK(read.count(one) == 1);

    std::map<call_id, call_record const*> heads;
    for (auto const& kept : bench.store.calls) heads[kept.call.call] = &kept.call;
    std::multiset<std::pair<item_key, call_purpose>> settled;
    for (auto const& kept : bench.store.calls) {
        if (!kept.call.complete) continue;
        auto const& head = *heads.at(kept.call.continues.value_or(kept.call.call));
        for (auto const key : head.items) {
            bool const control = std::ranges::find(head.controls, key) != head.controls.end();
            if (!control) settled.emplace(key, head.purpose);
        }
    }
    for (auto const& one : settled) CHECK(settled.count(one) == 1);
}

void check_same_day(audit_bench const& bench, std::vector<verdict_kind> const& undisturbed) {
    CHECK(total_spent(bench) >= static_cast<std::int64_t>(bench.tiktok.queries.size()));
    REQUIRE(bench.store.runs.size() == 1);
    REQUIRE(bench.store.runs.front().ending);
    CHECK(kinds_of(bench) == undisturbed);
    CHECK_FALSE(bench.store.locked);
    check_nothing_stored_twice(bench);
}

struct undisturbed_run {
    std::vector<verdict_kind> kinds;
    std::size_t operations = 0;
    std::size_t requests = 0;
};

undisturbed_run undisturbed() {
    audit_bench bench;
    prepare(bench);
    bench.run();
    return {kinds_of(bench), bench.store.operations, bench.tiktok.looks.size() + bench.tiktok.queries.size()};
}

}  // namespace

TEST_CASE("after a crash at any operation of the store a new process finishes the day as if nothing had been",
          "[audit][crash]") {
    auto const whole = undisturbed();
    REQUIRE(whole.operations > 30);

    for (std::size_t after = 0; after < whole.operations; ++after) {
        for (bool const effect : {false, true}) {
            INFO("crash after " << after << " operations, " << (effect ? "with" : "without") << " effect");
            audit_bench bench;
            prepare(bench);
            bench.store.crash_after = after;
            bench.store.after_effect = effect;
            bool crashed = false;
            try {
                bench.run();
            } catch (crash const&) {
                crashed = true;
            }
            bench.store.restart();
            auto const was_closed = !bench.store.runs.empty() && bench.store.runs.front().ending;
            if (!was_closed) bench.run();

            CHECK((crashed || after + 1 >= whole.operations));
            CHECK(bench.store.operations > after);
            check_same_day(bench, whole.kinds);
        }
    }
}

TEST_CASE("after a cancellation in any place the run is open and unlocked, and finishes later",
          "[audit][crash]") {
    auto const whole = undisturbed();
    auto const places = whole.operations + whole.requests;

    for (std::size_t place = 1; place < places; place += 3) {
        INFO("cancelled at " << place);
        audit_bench bench;
        prepare(bench);
        std::size_t passed = 0;
        bool const cancelled = bench.run_until([&] { return ++passed == place; });

        CHECK_FALSE(bench.store.locked);
        auto const ended = !bench.store.runs.empty() && bench.store.runs.front().ending;
        CHECK((cancelled || ended));
        if (!ended) bench.run();
        check_same_day(bench, whole.kinds);
    }
}

TEST_CASE("a sweep that is cut off loses no more than the blocks that were open", "[audit][crash]") {
    audit_bench bench;
    bench.watch_ordinary(5'000);
    bench.settings.presence_concurrency = 8;
    bench.run_until([&] { return bench.tiktok.looks.size() >= 3'000; });

    auto const looks = bench.tiktok.looks.size();
    auto const controls =
        2 * (bench.store.blocks.size() + 2);  // A known-live item and an invented id a block.
    CHECK(looks <= 100 * bench.store.blocks.size() + 200 + controls);
    auto const left = 5'000 - bench.items_read();

    bench.run();
    CHECK(bench.items_read() == 5'000);
    CHECK(bench.tiktok.looks.size() - looks <= left + 2 * (left / 100 + 1));
    // Batches are as full as without the interruption but for those under way when it came.
    CHECK(bench.tiktok.queries.size() <= 50 + 5);
}

TEST_CASE("a run that was cut off on an earlier day is judged by what it stored", "[audit][crash]") {
    audit_bench bench;
    prepare(bench);
    bench.run_until([&] { return bench.tiktok.looks.size() >= 150; });
    REQUIRE(bench.store.blocks.size() == 1);
    auto const looks = bench.tiktok.looks.size();

    bench.clock.advance(24h);
    bench.run();

    REQUIRE(bench.store.runs.size() == 2);
    REQUIRE(bench.store.runs.front().ending);
    CHECK(bench.store.runs.front().ending->api == run_ending::arm::invalid);
    CHECK(bench.store.verdicts.at(audit_bench::today).size() == 230);
    CHECK(bench.verdict(1'229).judged.reason == verdict_reason::run_stopped);
    CHECK(bench.store.runs.back().ending->api == run_ending::arm::valid);
    CHECK(bench.tiktok.looks.size() >= looks + 230);
}

TEST_CASE("a run that was cut off before it asked anything is void", "[audit][crash]") {
    audit_bench bench;
    prepare(bench);
    bench.run_until([&] { return !bench.store.runs.empty(); });
    REQUIRE(bench.store.blocks.empty());

    bench.clock.advance(24h);
    bench.run();

    REQUIRE(bench.store.runs.size() == 2);
    REQUIRE(bench.store.runs.front().ending);
    CHECK(bench.store.runs.front().ending->api == run_ending::arm::invalid);
}
