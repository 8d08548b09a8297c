#include "tests/support/audit_bench.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>

using namespace lacuna;
using lacuna::test::audit_bench;
using lacuna::test::scripted_query;
using lacuna::test::scripted_tiktok;
using namespace std::chrono_literals;

namespace {

using maybe_answer = std::optional<scripted_tiktok::answer>;

/// The same answer to the queries numbered `first` to `last`.
auto answer_between(std::size_t first, std::size_t last, scripted_tiktok::answer answer) {
    return [=](scripted_query const&, std::size_t n) -> maybe_answer {
        if (n < first || n > last) return std::nullopt;
        return answer;
    };
}

/// The same answer to each query that asks for one of `ids`.
auto answer_about(std::set<std::int64_t> ids, scripted_tiktok::answer answer) {
    return [=](scripted_query const& query, std::size_t) -> maybe_answer {
        bool const asked = std::ranges::any_of(query.ids, [&](std::int64_t id) { return ids.contains(id); });
        return asked ? maybe_answer{answer} : std::nullopt;
    };
}

std::int64_t spent(audit_bench const& bench, int vantage = 1) {
    // The research vantages come first.
    auto const found =
        bench.store.spent.find({vantage_id{static_cast<std::int16_t>(vantage)}, audit_bench::today});
    return found == bench.store.spent.end() ? 0 : found->second;
}

}  // namespace

TEST_CASE("a server error is tried again, and each try is charged and kept", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(10);
    bench.tiktok.on_query = answer_between(1, 2, scripted_tiktok::error(500, "internal_error"));

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(bench.tiktok.queries.size() == 3);
    CHECK(spent(bench) == 3);
    CHECK(bench.store.calls.size() == 3);
    CHECK(bench.store.calls[0].call.failure == probe_failure::server_error);
    CHECK(bench.kinds()[verdict_kind::retrievable] == 10);
    CHECK(bench.clock.paused() == 1s + 4s);
}

TEST_CASE("a batch that fails at every try is not measured, by the platform's fault, and the others are",
          "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(400);
    bench.settings.api_concurrency = 1;
    bench.tiktok.on_query = answer_about({1'001}, scripted_tiktok::status(504, "<html>"));

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(result->ending.api == run_ending::arm::valid);
    CHECK(result->ending.due == 400);
    CHECK(result->ending.measured == 300);
    CHECK(bench.kinds()[verdict_kind::not_measured] == 100);
    CHECK(bench.times_asked(1'001) == 6);  // Three tries, and again when the others were through.
    CHECK(bench.verdict(1'001).judged.reason == verdict_reason::platform_failed);
}

TEST_CASE("more than a third unmeasured voids the arm, a third does not", "[audit][faults]") {
    for (bool const one_more : {false, true}) {
        audit_bench bench;
        bench.watch_ordinary(300);
        bench.settings.api_concurrency = 1;
        bench.settings.tries = 1;
        std::set<std::int64_t> failing{1'001};
        if (one_more) failing.insert(1'200);
        bench.tiktok.on_query = answer_about(failing, scripted_tiktok::status(500, ""));

        auto const result = bench.run();

        REQUIRE(result);
        CHECK((result->ending.api == run_ending::arm::invalid) == one_more);
        CHECK(result->ending.void_reason.empty() == !one_more);
    }
}

TEST_CASE("when the platform says the quota is gone nothing more is asked today", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(500);
    bench.settings.api_concurrency = 1;
    bench.tiktok.daily_calls = 2;

    auto const result = bench.run();
    bench.run();

    REQUIRE(result);
    CHECK(bench.tiktok.queries.size() == 3);
    CHECK(spent(bench) == 1000);
    CHECK(bench.kinds()[verdict_kind::retrievable] == 200);
    CHECK(bench.verdict(1'500).judged.reason == verdict_reason::quota_spent);
    CHECK(result->ending.api == run_ending::arm::valid);
}

TEST_CASE("a day on which the quota was gone beforehand is void: nothing was measured", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(50);
    bench.tiktok.daily_calls = 0;

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(result->ending.api == run_ending::arm::invalid);
    CHECK(result->ending.measured == 0);
}

TEST_CASE("pages are followed with the cursor and search id that came", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(95);
    bench.tiktok.page_size = 30;

    auto const result = bench.run();

    REQUIRE(result);
    REQUIRE(bench.store.calls.size() == 4);
    CHECK(bench.tiktok.queries[1].cursor == 30);
    CHECK(bench.tiktok.queries[1].search_id == "s1");
    CHECK(bench.store.calls[1].call.continues == bench.store.calls[0].call.call);
    CHECK(bench.store.calls[1].call.items.empty());
    CHECK_FALSE(bench.store.calls[2].call.complete);
    CHECK(bench.store.calls[3].call.complete);
    CHECK(bench.kinds()[verdict_kind::retrievable] == 95);
    CHECK(spent(bench) == 4);
}

TEST_CASE(
    "a batch with more pages than allowed says nothing about what did not come, which is asked once more",
    "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(50);
    bench.tiktok.page_size = 10;
    bench.settings.pages_most = 2;

    bench.run();

    CHECK(bench.tiktok.queries.size() == 4);
    CHECK(bench.kinds()[verdict_kind::retrievable] == 40);
    CHECK(bench.kinds()[verdict_kind::not_measured] == 10);
    CHECK(bench.verdict(1'050).judged.reason == verdict_reason::platform_failed);
}

TEST_CASE("an expired search starts again from the first page, twice at most", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(60);
    bench.tiktok.page_size = 40;
    auto const expired = scripted_tiktok::error(400, "invalid_params", "Search Id 1 is invalid or expired");
    bool always = false;
    bench.tiktok.on_query = [&](scripted_query const& query, std::size_t n) -> maybe_answer {
        if (query.cursor && (always || n == 2)) return expired;
        return std::nullopt;
    };
    SECTION("once") {
        bench.run();

        CHECK(bench.tiktok.queries.size() == 4);
        CHECK_FALSE(bench.tiktok.queries[2].cursor);
        CHECK(bench.kinds()[verdict_kind::retrievable] == 60);
    }
    SECTION("always") {
        always = true;
        bench.run();

        // What the second page would have brought is asked for by itself, in one page.
        CHECK(bench.tiktok.queries.size() == 7);
        CHECK(bench.kinds()[verdict_kind::retrievable] == 60);
        CHECK(bench.store.calls.back().call.items.size() == 20);
    }
}

TEST_CASE("a token that is refused is renewed once, without a wait", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(10);
    bench.tiktok.on_query = answer_between(1, 1, scripted_tiktok::error(401, "access_token_invalid"));

    bench.run();

    CHECK(bench.tiktok.tokens == 2);
    REQUIRE(bench.tiktok.queries.size() == 2);
    CHECK(bench.tiktok.queries[1].token == "Bearer clt.2");
    CHECK(bench.kinds()[verdict_kind::retrievable] == 10);
    CHECK(bench.clock.paused() == 0s);
    CHECK(spent(bench) == 2);
}

TEST_CASE("a credential that is not accepted costs no quota and voids the arm", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(300);
    bench.tiktok.on_token = [](std::size_t) -> maybe_answer {
        return scripted_tiktok::status(200, R"({"error":"invalid_client","error_description":"no"})");
    };

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(result->ending.api == run_ending::arm::invalid);
    CHECK(spent(bench) == 0);
    CHECK(bench.tiktok.tokens <= 4);
}

TEST_CASE("a credential that is refused for good is not asked with for every batch", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(2'000);
    bench.settings.api_concurrency = 1;
    bench.tiktok.on_query = answer_between(1, 1'000, scripted_tiktok::error(401, "scope_not_authorized"));

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(bench.tiktok.queries.size() == 5);
    CHECK(result->ending.api == run_ending::arm::invalid);
}

TEST_CASE("it is the platform that refused, not the budget that was spent, when no credential is accepted",
          "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(1'200);
    bench.settings.api_concurrency = 1;
    SECTION("no token") {
        bench.tiktok.on_token = [](std::size_t) -> maybe_answer {
            return scripted_tiktok::status(200, R"({"error":"invalid_client","error_description":"no"})");
        };
    }
    SECTION("no right to the route") {
        bench.tiktok.on_query = answer_between(1, 1'000, scripted_tiktok::error(401, "scope_not_authorized"));
    }

    bench.run();

    CHECK(bench.verdict(2'200).judged.reason == verdict_reason::platform_refused);
}

TEST_CASE("a rate limit is waited out as long as the platform says, up to a quarter of an hour",
          "[audit][faults]") {
    for (auto const& [told, waited] : {std::pair{70s, 70s}, std::pair{7'200s, 900s}}) {
        audit_bench bench;
        bench.watch_ordinary(10);
        scripted_tiktok::answer slow_down = http_answer{
            .status = 429, .body = R"({"error":{"code":"rate_limit_exceeded"}})", .retry_after = told};
        bench.tiktok.on_query = answer_between(1, 1, slow_down);

        bench.run();

        CHECK(bench.clock.paused() == waited);
        CHECK(bench.kinds()[verdict_kind::retrievable] == 10);
    }
}

TEST_CASE("a failed reading is tried once more at the end of the sweep", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(150);
    std::multiset<std::int64_t> failed;
    bench.tiktok.on_look = [&](std::int64_t id, std::size_t) -> maybe_answer {
        bool const fails = (id == 1'010 && failed.count(id) == 0) || id == 1'020;
        if (!fails) return std::nullopt;
        failed.insert(id);
        return http_failure{.why = probe_failure::timed_out, .latency = 10s};
    };

    bench.run();

    CHECK(failed.count(1'020) == 2);
    CHECK(bench.items_read() == 152);
    CHECK(bench.verdict(1'010).judged.kind == verdict_kind::retrievable);
    // It is asked for apart all the same, and what comes back is retrievable.
    CHECK(bench.verdict(1'020).judged.kind == verdict_kind::retrievable);
    CHECK(bench.store.blocks.back().block.readings == std::vector{'p', 't'});
}

TEST_CASE("a presence arm that learns nothing is void", "[audit][faults]") {
    for (int const count : {1, 20}) {
        audit_bench bench;
        bench.watch_ordinary(count);
        bench.tiktok.on_look = [](std::int64_t, std::size_t) -> maybe_answer {
            return scripted_tiktok::status(403, "");
        };

        auto const result = bench.run();

        REQUIRE(result);
        CHECK(result->ending.presence == run_ending::arm::invalid);
        CHECK(result->ending.api == run_ending::arm::invalid);
    }
}

TEST_CASE("an item that is public again after a confirmed absence is missing, one that is gone is not",
          "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(40);
    bench.tiktok.videos.at(1'005).in_api = false;
    bench.tiktok.videos.at(1'006).in_api = false;
    bench.tiktok.on_query = [&](scripted_query const&, std::size_t) -> maybe_answer {
        bench.tiktok.videos.at(1'006).is_public = false;
        return std::nullopt;
    };

    bench.run();

    CHECK(bench.verdict(1'005).judged.kind == verdict_kind::missing);
    CHECK(bench.verdict(1'005).judged.grade == absence_grade::twice);
    CHECK(bench.verdict(1'006).judged.kind == verdict_kind::unknown);
    CHECK(bench.verdict(1'006).judged.reason == verdict_reason::presence_lost);
    CHECK(bench.items_read() == 43);  // Both again, and the one that is gone once more.
}

TEST_CASE("an item that comes back in its confirmation is retrievable, and its first ask was not",
          "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(40);
    bench.tiktok.videos.at(1'005).in_api = false;
    bench.tiktok.on_query = [&](scripted_query const&, std::size_t n) -> maybe_answer {
        if (n == 2) bench.tiktok.videos.at(1'005).in_api = true;
        return std::nullopt;
    };

    bench.run();

    CHECK(bench.verdict(1'005).judged.kind == verdict_kind::retrievable);
    CHECK(bench.verdict(1'005).first_ask == false);
}

TEST_CASE("a fault of ours costs its batch a second call, or its block", "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(300);
    bench.settings.api_concurrency = 1;
    bool thrown = false;
    std::string const where = GENERATE("store_call", "store_block", "charge");
    bench.store.on_operation = [&](std::string const& name) {
        if (name == where && !std::exchange(thrown, true)) throw std::logic_error{"a fault"};
    };

    auto const result = bench.run();

    REQUIRE(result);
    CHECK(bench.kinds()[verdict_kind::retrievable] == (where == "store_block" ? 200 : 300));
    CHECK_FALSE(bench.store.locked);
}

TEST_CASE("a fault of ours outside a batch ends the run, gives back the lock and leaves the run open",
          "[audit][faults]") {
    audit_bench bench;
    bench.watch_ordinary(3);
    bench.store.on_operation = [](std::string const& name) {
        if (name == "close_run") throw std::logic_error{"a fault"};
    };

    CHECK_THROWS_AS(bench.run(), std::logic_error);

    CHECK_FALSE(bench.store.locked);
    CHECK_FALSE(bench.store.runs.front().ending);
}
