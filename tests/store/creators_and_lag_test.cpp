#include "tests/store/fresh_store.hpp"

#include "daemon/store/creator_reader.hpp"
#include "daemon/store/day_counts.hpp"
#include "daemon/store/lag_reader.hpp"
#include "daemon/store/rate_reader.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::day_at;
using test::morning_of;
using test::verdict_of;

namespace {

/// Items 1,000,000 to 1,000,019 on a public list, two of each creator; some of the same creators' others on a
/// private one.
struct bench : test::fresh_store {
    bench() {
        list = make_list("news").key;
        hidden = make_list("hidden", false).key;
        add(list, 1'000'000, 20);
        add(hidden, 1'000'019, 1);
        ask("UPDATE item SET username = CASE WHEN platform_id < 1000010 THEN 'anna' ELSE 'ben' END RETURNING "
            "1");
    }

    /// @param letters of the list's items, in order; '.' for none. An absence by 'u' does not count.
    void judge(int offset, std::string const& letters) {
        auto const day = to_string(day_at(offset));
        ask("SELECT ensure_verdict_partition('" + day + "', rule_of('" + day + "'))");
        for (std::size_t at = 0; at < letters.size(); ++at) {
            if (letters[at] == '.') continue;
            bool const counts = letters[at] == 'r' || letters[at] == 'm';
            ask("INSERT INTO verdict VALUES (" + number_of(at) + ", '" + day + "', " +
                std::to_string(deciding) + ", 0, 0, 0, rule_of('" + day + "'), '" + letters[at] +
                "', '-', '-', " + (counts ? "true" : "false") + ", true, '-') RETURNING 1");
        }
        auto const rule = static_cast<std::int16_t>(std::stoi(ask("SELECT rule_of('" + day + "')")));
        get(rebuild_day_counts(db, day_at(offset), rule));
    }
    std::string number_of(std::size_t at) {
        return std::to_string(static_cast<int>(key_of(1'000'000 + static_cast<std::int64_t>(at))));
    }

    list_key list{};
    list_key hidden{};
    int deciding = 0;
    creator_reader creators{db};
    lag_reader lags{db};
    rate_reader rates{db};
};

}  // namespace

TEST_CASE("creators are counted over the items of the one list that are on it that day",
          "[store][postgres]") {
    bench bench;
    bench.judge(0, "rrrrmmrruumm........");
    bench.judge(1, "mmmmm.....rrrrr.....");
    bench.ask("UPDATE watchlist_item SET archived_at = timestamptz '" + to_string(day_at(0)) +
              " 20:00Z' WHERE list = 1 AND item = " + bench.number_of(10) + " RETURNING 1");

    auto const first = bench.get(bench.creators.on(bench.list, day_at(0), audience::everyone)).value();
    auto const newest = bench.get(bench.creators.on(bench.list, std::nullopt, audience::everyone)).value();

    REQUIRE(first.creators.size() == 2);
    CHECK(first.creators[0].creator == "anna");
    CHECK(first.creators[0].counting == 8);
    CHECK(first.creators[0].returned == 6);
    CHECK(first.creators[1].counting == 2);
    CHECK(first.creators[1].returned == 0);
    CHECK(newest.day == day_at(1));
    CHECK(newest.creators[0].returned == 0);
    CHECK(newest.creators[1].counting == 4);  // One left the list.
    CHECK_FALSE(bench.get(bench.creators.on(bench.list, day_at(2), audience::everyone)).has_value());
    CHECK_FALSE(bench.get(bench.creators.on(bench.hidden, day_at(0), audience::everyone)).has_value());
}

TEST_CASE("a private list's items of the same creator do not show on a public one", "[store][postgres]") {
    bench bench;
    bench.ask("DELETE FROM watchlist_item WHERE list = 1 AND item = " + bench.number_of(19) + " RETURNING 1");
    bench.judge(0, "..........rrrrrrrrrm");

    auto const seen = bench.get(bench.creators.on(bench.list, day_at(0), audience::everyone)).value();
    auto const secret = bench.get(bench.creators.on(bench.hidden, day_at(0), audience::everyone)).value();

    REQUIRE(seen.creators.size() == 1);
    CHECK(seen.creators[0].counting == 9);
    CHECK(seen.creators[0].returned == 9);
    CHECK(secret.creators[0].counting == 1);
}

TEST_CASE("on a day whose API arm is void no creator counts", "[store][postgres]") {
    bench bench;
    bench.judge(0, "rrrrmmrr............");
    bench.ask("INSERT INTO run (day, started_at, ended_at, seed, rule_version, api_arm) VALUES ('" +
              to_string(day_at(0)) + "', now(), now(), 1, 1, 'void') RETURNING 1");

    auto const found = bench.get(bench.creators.on(bench.list, day_at(0), audience::everyone)).value();

    CHECK(found.api_void);
    CHECK(found.creators.empty());
}

TEST_CASE("items whose scope is known are a stratum where they are some and not all", "[store][postgres]") {
    bench bench;
    bench.ask(
        "UPDATE item SET region = CASE WHEN item % 2 = 0 THEN 'DE' WHEN item % 5 = 0 THEN 'XX' END RETURNING "
        "1");
    bench.judge(0, "rrrrrrrrrrmmmmmmmmmm");
    auto const known = bench.get(bench.rates.days(bench.list, day_at(0), day_at(0), verdict_origin::ours,
                                                  audience::everyone, "scope:in"));
    bench.ask("UPDATE item SET region = 'FR' RETURNING 1");
    bench.get(rebuild_day_counts(bench.db, day_at(0), 1));
    auto const all = bench.get(bench.rates.days(bench.list, day_at(0), day_at(0), verdict_origin::ours,
                                                audience::everyone, "scope:in"));

    REQUIRE(known.size() == 1);
    CHECK(known[0].rate.retrievable == 5);
    CHECK(known[0].rate.missing == 5);
    CHECK_FALSE(known[0].rate.completeness.has_value());  // Fewer than 30.
    CHECK(all.empty());
}

TEST_CASE("an item's lag runs from its creation to the call that first returned it", "[store][postgres]") {
    bench bench;
    auto const vantage = bench.get(bench.audit->vantage("tiktok.research", "main"));
    auto const run = bench.get(bench.audit->open_run(day_at(0), morning_of(day_at(0)), 1));
    auto call = test::call_of(call_id{77}, vantage, {}, {});
    call.sent_at = morning_of(day_at(2)) + 2h;
    bench.get(bench.audit->store_call(run.run, day_at(0), call, {}));
    auto const made = to_string(day_at(-1));
    bench.ask("UPDATE item SET created_at = '" + made + "', created_at_source = 4 RETURNING 1");
    bench.ask(
        "UPDATE item SET created_at = NULL, created_at_source = NULL WHERE platform_id = 1000003 RETURNING "
        "1");
    bench.ask("UPDATE item SET created_at = '2024-01-01' WHERE platform_id = 1000004 RETURNING 1");
    bench.judge(0, "umgmm");
    bench.judge(1, "mngmm");
    bench.deciding = 77;
    bench.judge(2, "rcgrr");
    bench.judge(3, "mrgrr");

    auto const found = bench.get(bench.lags.histories(bench.list, day_at(5), audience::everyone));

    // The third was never measured, the fourth has no creation time, the fifth is too old.
    REQUIRE(found.size() == 2);
    auto const& first = found[0].absent_last ? found[0] : found[1];
    CHECK(first.created_at == utc_time{day_at(-1)});
    CHECK(first.added_at == utc_time{day_at(0)});
    CHECK(first.returned_first == morning_of(day_at(2)) + 2h);
    CHECK(first.absent_first == utc_time{day_at(0)} + 12h);  // Without a call: noon.
    CHECK(bench.get(bench.lags.histories(bench.list, day_at(1), audience::everyone)).size() == 2);
    CHECK_FALSE(bench.get(bench.lags.histories(bench.list, day_at(1), audience::everyone))[0]
                    .returned_first.has_value());
    CHECK(bench.get(bench.lags.histories(bench.hidden, day_at(5), audience::everyone)).empty());
}
