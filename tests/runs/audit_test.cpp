#include "tests/support/audit_bench.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lacuna;
using lacuna::test::audit_bench;
using lacuna::test::scripted_tiktok;
using lacuna::test::scripted_video;
using namespace std::chrono_literals;

namespace {

/// Every kind of video, about 350 of them over two months; the last are days or hours old.
void watch_all_kinds(audit_bench& bench) {
    auto const first = std::chrono::sys_seconds{audit_bench::today - std::chrono::days{60}};
    for (int i = 0; i < 350; ++i) {
        scripted_video video{.id = 7'000'000'000'000'000'000 + i, .created_at = first + i * 4h};
        if (i % 10 == 3) video.is_public = video.in_api = false;
        if (i % 10 == 5) video.in_api = false;
        if (i % 50 == 7) video.is_public = false;
        if (i % 50 == 9) video.shell = true, video.in_api = false;
        bench.watch(video);
    }
}

verdict_kind truth(scripted_video const& video) {
    bool const settled = audit_bench::three_o_clock - video.created_at >= 72h;
    if (video.in_api) return video.is_public ? verdict_kind::retrievable : verdict_kind::lingering;
    if (!video.is_public) return verdict_kind::not_public;
    if (video.shell) return verdict_kind::unknown;
    return settled ? verdict_kind::missing : verdict_kind::too_young;
}

}  // namespace

TEST_CASE("a run finds for every item what is true of it", "[audit]") {
    audit_bench bench;
    watch_all_kinds(bench);

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(result->ending.api == run_ending::arm::valid);
    CHECK(result->ending.presence == run_ending::arm::valid);
    for (auto const& [id, video] : bench.tiktok.videos) {
        INFO(id);
        CHECK(to_string(bench.verdict(id).judged.kind) == to_string(truth(video)));
    }
    CHECK(bench.kinds()[verdict_kind::missing] > 20);
    CHECK(bench.kinds()[verdict_kind::too_young] > 0);
    CHECK(bench.store.locked == false);
    CHECK(bench.seen.phases == std::vector<std::string>{"opening", "sweep", "confirmation", "reading_again",
                                                        "quarantine", "judging", "ended"});
    CHECK(bench.seen.ended == 1);
    CHECK(bench.seen.calls == bench.store.calls.size());
    // Those asked for apart count here, and were not due.
    CHECK(bench.seen.last.items_measured > result->ending.measured);
}

TEST_CASE("items found not public are asked for apart, after everything else", "[audit]") {
    audit_bench bench;
    watch_all_kinds(bench);

    bench.run();

    for (auto const& kept : bench.store.calls) {
        for (auto const key : kept.call.items) {
            auto const id = bench.store.items[static_cast<std::size_t>(key) - 1].platform_id;
            auto const& video = bench.tiktok.videos.at(id);
            bool const apart = !video.is_public || video.shell;
            CHECK((kept.call.purpose == call_purpose::quarantine) == apart);
        }
    }
    CHECK(bench.store.calls.back().call.purpose == call_purpose::quarantine);
    CHECK(bench.calls_for(call_purpose::quarantine) == 3);
}

TEST_CASE("confirmations carry items returned today as controls", "[audit]") {
    audit_bench bench;
    watch_all_kinds(bench);

    bench.run();

    for (auto const& kept : bench.store.calls) {
        bool const alone = kept.call.purpose == call_purpose::alone;
        if (kept.call.purpose != call_purpose::confirmation && !alone) {
            CHECK(kept.call.controls.empty());
            continue;
        }
        if (alone) CHECK(kept.call.items.size() == kept.call.controls.size() + 1);
        CHECK(kept.call.controls.size() == 20);
        CHECK(kept.call.items.size() <= 100);
        for (auto const control : kept.call.controls) {
            CHECK(std::ranges::find(kept.call.items, control) != kept.call.items.end());
            CHECK(std::ranges::find(kept.call.returned, control) != kept.call.returned.end());
        }
    }
    CHECK(bench.calls_for(call_purpose::confirmation) > 0);
}

TEST_CASE("the first pass takes as few calls as packing the public items does", "[audit]") {
    audit_bench bench;
    bench.watch_ordinary(250);
    bench.settings.presence_concurrency = 7;

    bench.run();

    CHECK(bench.tiktok.queries.size() == 3);
    CHECK(bench.items_read() == 250);
}

TEST_CASE("what the API returned beside the ids is kept", "[audit]") {
    audit_bench bench;
    bench.watch_ordinary(3);

    bench.run();

    REQUIRE(bench.store.calls.size() == 1);
    auto const& kept = bench.store.calls.front();
    CHECK(kept.call.counts.size() == 3);
    CHECK(kept.call.counts.front()[0] == 7);
    CHECK(kept.call.body.find("view_count") != std::string::npos);
    CHECK(kept.call.response_sha256 == sha256(kept.call.body));
    CHECK(kept.metadata.size() == 3);
    CHECK(kept.metadata.front().username == "ada");
    REQUIRE(bench.store.blocks.size() == 1);
    CHECK(bench.store.blocks.front().usernames.size() == 3);
}

TEST_CASE("a second run on the same day asks only what is still due", "[audit]") {
    audit_bench bench;
    watch_all_kinds(bench);
    bench.run();
    auto const queries = bench.tiktok.queries.size();
    auto const read = bench.items_read();

    bench.watch(
        {.id = 42, .created_at = std::chrono::sys_seconds{audit_bench::today - std::chrono::days{1}}});
    auto const result = bench.run();

    REQUIRE(result);
    CHECK(bench.store.runs.size() == 2);
    CHECK(bench.items_read() == read + 1);
    CHECK(bench.tiktok.queries.size() == queries + 1);
    CHECK(bench.verdict(42).judged.kind == verdict_kind::retrievable);
    CHECK(bench.seen.calls == bench.store.calls.size());
}

TEST_CASE("quarantined items rest for a week", "[audit]") {
    audit_bench bench;
    bench.watch_ordinary(5);
    bench.tiktok.videos.at(1'002).is_public = false;
    bench.tiktok.videos.at(1'002).in_api = false;

    for (int day = 0; day < 8; ++day) {
        bench.run();
        bench.clock.advance(24h);
    }

    CHECK(bench.calls_for(call_purpose::quarantine) == 2);
}

TEST_CASE("without a presence arm everything is asked and nothing is missing", "[audit]") {
    audit_bench bench;
    watch_all_kinds(bench);
    bench.presence_on = false;

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(result->ending.presence == run_ending::arm::off);
    CHECK(result->ending.api == run_ending::arm::valid);
    CHECK(bench.tiktok.looks.empty());
    CHECK(bench.kinds()[verdict_kind::missing] == 0);
    CHECK(bench.kinds()[verdict_kind::retrievable] > 200);
    CHECK(bench.kinds()[verdict_kind::unknown] > 0);
}

TEST_CASE("an item whose creation time nobody knows is read but not asked for", "[audit]") {
    audit_bench bench;
    bench.watch_ordinary(2);
    bench.store.items.back().created.reset();

    bench.run();

    CHECK(bench.items_read() == 2);
    CHECK(bench.times_asked(1'002) == 0);
    CHECK(bench.verdict(1'002).judged.reason == verdict_reason::no_creation_time);
}

TEST_CASE("an empty watchlist is a valid run", "[audit]") {
    audit_bench bench;

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(result->ending.api == run_ending::arm::valid);
    CHECK(bench.tiktok.queries.empty());
}

TEST_CASE("while another process runs nothing is asked", "[audit]") {
    audit_bench bench;
    bench.watch_ordinary(5);
    bench.store.locked = true;

    auto const result = bench.run();

    CHECK_FALSE(result);
    CHECK(bench.store.locked);
    CHECK(bench.store.runs.empty());
    CHECK(bench.tiktok.looks.empty());
}

TEST_CASE("presence is read at its pace", "[audit]") {
    audit_bench bench;
    bench.watch_ordinary(100);
    bench.settings.presence_per_second = 2;

    bench.run();

    CHECK(bench.clock.paused() >= 49s);
    CHECK(bench.clock.paused() <= 51s);
}
