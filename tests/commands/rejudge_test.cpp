#include "daemon/commands/commands.hpp"
#include "daemon/run/audit.hpp"
#include "daemon/store/rejudging_store.hpp"
#include "daemon/store/scope_rules.hpp"
#include "probes/tiktok/oembed_probe.hpp"
#include "probes/tiktok/research_probe.hpp"
#include "tests/api/rest_bench.hpp"
#include "tests/support/leaping_clock.hpp"
#include "tests/support/scripted_tiktok.hpp"

#include <spdlog/spdlog.h>
#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::day_at;
using test::morning_of;

namespace {

constexpr std::int64_t first_id = 1'000'000;
constexpr std::int64_t withheld = first_id + 40;  ///< The first of five; they are Swedish.

/// Forty videos that the API returns and five that it withholds, audited by real runs over a real database.
struct bench : test::rest_bench {
    bench() {
        spdlog::set_level(spdlog::level::off);
        settings.simulation.control_url = "http://127.0.0.1:1";
        settings.tiktok.oembed.enabled = true;
        tiktok.on_answer = [this] { clock.advance(1ms); };
        list = make_list("news").key;
        for (int i = 0; i < 45; ++i) watch(first_id + i, i);
    }

    void watch(std::int64_t id, int place) {
        std::chrono::sys_seconds const created{day_at(-20) + place * 1h};
        bool const swedish = id >= withheld;
        tiktok.videos[id] = {.id = id, .created_at = created, .in_api = !swedish};
        std::vector<named_item> const one{{.platform_id = id,
                                           .username = "creator" + std::to_string(id),
                                           .region = swedish ? "SE" : "DE",
                                           .created_at = created}};
        get(lists.add_items(list, one, "test", utc_time{day_at(0)}));
    }

    run_result run(int offset) {
        clock.set(morning_of(day_at(offset)));
        lacuna::tiktok::credentials secret{.client_key = "key", .client_secret = "secret"};
        lacuna::tiktok::research_probe research{
            tiktok, secret, [this] { return std::chrono::floor<std::chrono::seconds>(clock.now()); }};
        lacuna::tiktok::oembed_probe oembed{tiktok};
        audit_settings const pace{.presence_per_second = 0};
        lacuna::audit whole{{.time = clock,
                             .store = *audit,
                             .vantages = {{.name = "v1", .probe = &research, .daily_calls = 1000}},
                             .presence = &oembed,
                             .observer = nobody,
                             .settings = pace}};
        return get(whole.run_today()).value();
    }
    void run_days(int first, int last) {
        for (int offset = first; offset <= last; ++offset) run(offset);
    }

    /// From `valid_from` on, documents say that Swedish videos are not there.
    void exclude_sweden(utc_day valid_from) {
        scope_rules rules{db};
        scope_rule const rule{.slug = "sweden",
                              .values = {"SE"},
                              .words = "no Swedish videos",
                              .source = "a document",
                              .valid_from = valid_from};
        REQUIRE(get(rules.create(rule, "test", clock.now())));
    }

    int rejudge(int first, std::string words = "") {
        context use{settings, events, db};
        return get(lacuna::rejudge(use, {.from = to_string(day_at(first)), .words = std::move(words)}));
    }

    /// "day,verdict,rule_version" of one video over REST, oldest first.
    std::string history(std::int64_t id) {
        auto const answer = read("/api/v1/items/tiktok/" + std::to_string(id) +
                                 "?from=" + to_string(day_at(0)) + "&to=" + to_string(day_at(30)))
                                .json();
        std::string said;
        for (auto const& day : answer["history"].GetArray()) {
            if (!said.empty()) said += ' ';
            said +=
                std::string{day["verdict"].GetString()} + "/" + std::to_string(day["rule_version"].GetInt());
        }
        return said;
    }
    std::string differences(int one, int other) {
        auto const version = [](int number) {
            return "SELECT item, day, verdict, reason, grade, counts, countable, first_ask, decided_by, "
                   "confirmed_by, "
                   "presence_before, presence_after FROM verdict WHERE rule_version = " +
                   std::to_string(number);
        };
        return sql("SELECT count(*) FROM ((" + version(one) + " EXCEPT " + version(other) + ") UNION ALL (" +
                   version(other) + " EXCEPT " + version(one) + ")) d");
    }

    config settings{};
    test::leaping_clock clock{morning_of(day_at(0))};
    test::scripted_tiktok tiktok{clock};
    list_key list{};
};

}  // namespace

TEST_CASE("days judged again show the new verdicts, the days before them the old", "[rejudge][postgres]") {
    bench bench;
    bench.run_days(0, 2);
    REQUIRE(bench.history(withheld) == "missing/2 missing/2 missing/2");
    bench.exclude_sweden(day_at(0));

    REQUIRE(bench.rejudge(1, "Sweden is excluded.") == 0);

    CHECK(bench.history(withheld) == "missing/2 excluded/3 excluded/3");
    CHECK(bench.history(first_id) == "retrievable/2 retrievable/3 retrievable/3");
    CHECK(bench.sql("SELECT count(*) FROM verdict WHERE rule_version = 2 AND verdict = 'm'") == "15");
    auto const days = bench.get(
        bench.rates.days(bench.list, day_at(0), day_at(2), verdict_origin::ours, audience::everyone));
    REQUIRE(days.size() == 3);
    CHECK(days[0].rate.missing == 5);
    CHECK(days[1].rate.missing == 0);
    CHECK(days[1].rule_version == 3);
    CHECK(*days[2].rate.completeness == 1.0);
    auto const strip = bench.get(bench.items.strips({bench.key_of(withheld)}, day_at(0), day_at(2),
                                                    verdict_origin::ours, audience::everyone));
    CHECK(strip.at(0).days == "mxx");
    CHECK(bench.get(bench.items.find(withheld, audience::everyone))->verdict == verdict_kind::excluded);
    item_question const missing{.list = bench.list, .verdict = verdict_kind::missing};
    CHECK(bench.get(bench.items.search(missing, audience::everyone)).total == 0);
    auto const sets = bench.get(bench.rates.rule_sets(audience::everyone));
    REQUIRE(sets.size() == 2);
    CHECK(sets[1].words == "Sweden is excluded.");
    CHECK(sets[1].from == day_at(1));
}

TEST_CASE("the run after goes on under the new rules from what they left behind", "[rejudge][postgres]") {
    bench bench;
    bench.run_days(0, 1);
    bench.exclude_sweden(day_at(1));
    REQUIRE(bench.rejudge(1) == 0);

    bench.run(2);

    CHECK(bench.history(withheld) == "missing/2 excluded/3 excluded/3");
}

TEST_CASE("the same rules come to the same verdicts, counts and states again", "[rejudge][postgres]") {
    bench bench;
    auto& videos = bench.tiktok.videos;
    bench.run_days(0, 1);
    videos.at(first_id + 3).in_api = false;     // withheld from now on
    videos.at(first_id + 4).is_public = false;  // taken down …
    videos.at(first_id + 5).shell = true;
    videos.at(withheld).in_api = true;  // returned
    bench.run_days(2, 3);
    videos.at(first_id + 4).is_public = true;   // … and back, before its loss was confirmed
    videos.at(first_id + 6).is_public = false;  // taken down for good, still returned
    bench.run_days(4, 8);
    auto const pasts = bench.sql(
        "SELECT item, day, public_at, public_by, negative_days, returned_on, returned_by, absent_since, "
        "confirmed_on, confirmed_by, later_days FROM item_past ORDER BY day, item");
    auto const count = "SELECT list, day, stratum, verdict, counts, n FROM day_count WHERE rule_version = ";

    REQUIRE(bench.rejudge(0) == 0);

    CHECK(bench.sql("SELECT count(*) FROM verdict WHERE rule_version = 3") == std::to_string(45 * 9));
    CHECK(bench.differences(2, 3) == "0");
    CHECK(bench.sql(std::string{count} + "2 ORDER BY 2, 3, 4, 5") ==
          bench.sql(std::string{count} + "3 ORDER BY 2, 3, 4, 5"));
    CHECK(
        bench.sql(
            "SELECT item, day, public_at, public_by, negative_days, returned_on, returned_by, absent_since, "
            "confirmed_on, confirmed_by, later_days FROM item_past ORDER BY day, item") == pasts);
}

TEST_CASE("who was due then is judged again, whatever became of the list", "[rejudge][postgres]") {
    bench bench;
    bench.run_days(0, 1);
    item_change const gone{.archived = true};
    REQUIRE(bench.get(bench.items.change(bench.key_of(withheld), gone, bench.clock.now())));
    bench.sql("UPDATE watchlist_item SET archived_at = now() WHERE item = " +
              std::to_string(static_cast<int>(bench.key_of(withheld + 1))) + " RETURNING 1");
    bench.watch(withheld + 5, 50);
    bench.run(2);

    REQUIRE(bench.rejudge(0) == 0);

    CHECK(bench.differences(2, 3) == "0");
    CHECK(bench.history(withheld) == "missing/3 missing/3");
}

TEST_CASE("what a re-judging that was cut off wrote is shown nowhere, and is dropped",
          "[rejudge][postgres]") {
    bench bench;
    bench.run_days(0, 1);
    bench.exclude_sweden(day_at(0));
    {
        rejudging_store store{bench.db};
        REQUIRE(bench.get(store.lock()));
        auto const version = bench.get(store.begin());
        auto const day = bench.get(store.read(day_at(1)));
        rejudging judge{{}};
        bench.get(store.write(day, version, judge.next(day, {})));
    }
    REQUIRE(bench.sql("SELECT count(*) FROM verdict WHERE rule_version = 3") == "45");
    CHECK(bench.history(withheld) == "missing/2 missing/2");
    CHECK(bench.get(bench.items.find(withheld, audience::everyone))->verdict == verdict_kind::missing);
    CHECK(bench.get(bench.rates.newest(bench.list, verdict_origin::ours, audience::everyone))->rate.missing ==
          5);

    REQUIRE(bench.rejudge(0) == 0);

    CHECK(bench.history(withheld) == "excluded/3 excluded/3");
    CHECK(bench.sql("SELECT count(*) FROM verdict WHERE rule_version = 3") == "90");
    CHECK(bench.sql("SELECT sum(n) FROM day_count WHERE rule_version = 3 AND stratum = 'all'") == "90");
}

TEST_CASE("of several re-judgings the newest that covers a day is shown", "[rejudge][postgres]") {
    bench bench;
    bench.run_days(0, 2);
    bench.exclude_sweden(day_at(0));
    REQUIRE(bench.rejudge(1) == 0);
    bench.sql("UPDATE scope_rule SET valid_to = '2024-10-06' WHERE slug = 'sweden' RETURNING 1");  // day 2

    REQUIRE(bench.rejudge(2) == 0);
    CHECK(bench.history(withheld) == "missing/2 excluded/3 missing/4");
    REQUIRE(bench.rejudge(0) == 0);
    CHECK(bench.history(withheld) == "excluded/5 excluded/5 missing/5");
    auto const sets = bench.get(bench.rates.rule_sets(audience::everyone));
    REQUIRE(sets.size() == 2);  // Those of before the first day, and the newest.
    CHECK(sets[1].version == 5);
}

TEST_CASE("nothing is judged again while a run is under way, nor where nothing was judged",
          "[rejudge][postgres]") {
    bench bench;
    bench.run_days(0, 0);
    CHECK(bench.rejudge(1) == 2);
    REQUIRE(bench.get(bench.audit->lock()));
    CHECK(bench.rejudge(0) == 1);
    bench.get(bench.audit->unlock());
    CHECK(bench.rejudge(0, std::string(2001, 'x')) == 2);
    CHECK(bench.sql("SELECT max(rule_version) FROM rule_set") == "2");
    CHECK(bench.rejudge(0) == 0);
    CHECK(bench.sql("SELECT max(rule_version) FROM rule_set") == "3");
}

TEST_CASE("a day that was believed is void when the rules find it so, and its run stays as it ended",
          "[rejudge][postgres]") {
    bench bench;
    bench.run(0);
    bench.tiktok.on_query = [](auto const&, std::size_t) {
        return test::scripted_tiktok::error(500, "internal_error");
    };
    bench.run(1);
    bench.sql("UPDATE run SET api_arm = 'valid', void_reason = NULL WHERE day = '2024-10-05' RETURNING 1");
    auto const on_day = [&bench](int offset) {
        return bench
            .get(bench.rates.days(bench.list, day_at(offset), day_at(offset), verdict_origin::ours,
                                  audience::everyone))
            .at(0);
    };
    REQUIRE_FALSE(on_day(1).api_void);

    REQUIRE(bench.rejudge(0) == 0);

    CHECK_FALSE(on_day(0).api_void);
    CHECK(on_day(1).api_void);
    CHECK_FALSE(on_day(1).rate.completeness.has_value());
    CHECK(bench.sql("SELECT api_arm FROM run ORDER BY run") == "valid;valid");
    CHECK(bench.sql("SELECT api_arm, presence_arm FROM rejudged_run ORDER BY run") ==
          "valid,valid;void,valid");
}
