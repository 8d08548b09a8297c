#include "tests/store/fresh_store.hpp"

#include "daemon/store/count_reader.hpp"
#include "daemon/store/item_reader.hpp"
#include "daemon/store/retention.hpp"
#include "daemon/store/run_reader.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using test::day_at;
using test::fresh_store;
using test::morning_of;

namespace {

/// A public list of four items and a private one of one more; a call a day returns what it is told.
struct bench : fresh_store {
    bench() {
        list = make_list("news").key;
        hidden = make_list("hidden", false).key;
        add(list, 1'000'000, 4);
        add(hidden, 2'000'000, 1);
        vantage = get(audit->vantage("tiktok.research", "main"));
    }

    /// @param views of the items 1,000,000 and following; none: left out.
    void day(int offset, std::vector<std::optional<std::int64_t>> const& views) {
        auto const today = day_at(offset);
        auto const run = get(audit->open_run(today, morning_of(today), 1));
        std::vector<item_key> asked;
        std::vector<item_key> returned;
        for (std::size_t at = 0; at < views.size(); ++at) {
            asked.push_back(key_of(1'000'000 + static_cast<std::int64_t>(at)));
            if (views[at]) returned.push_back(asked.back());
        }
        auto call = test::call_of(call_id{100 + offset}, vantage, asked, returned);
        call.sent_at = morning_of(today);
        call.counts.clear();
        for (auto const& n : views) {
            if (n) call.counts.push_back({*n, 7, std::nullopt, 0, 5});
        }
        get(audit->store_call(run.run, today, call, {}));
        auto const text = "'" + to_string(today) + "'";
        ask("SELECT ensure_verdict_partition(" + text + ", rule_of(" + text + "))");
        for (std::size_t at = 0; at < views.size(); ++at) {
            ask("INSERT INTO verdict VALUES (" + std::to_string(static_cast<int>(asked[at])) + ", " + text +
                ", " + std::to_string(100 + offset) + ", 0, 0, 0, rule_of(" + text + "), '" +
                (views[at] ? 'r' : 'm') + "', '-', '-', true, true, 'y') RETURNING 1");
        }
        ask("INSERT INTO day_count VALUES (1, " + text + ", 'all', rule_of(" + text +
            "), 'r', true, 1) RETURNING 1");
    }
    void shown_to_public(int offset, std::int64_t id, std::string const& views) {
        ask("INSERT INTO public_count (item, day, views, source) VALUES (" +
            std::to_string(static_cast<int>(key_of(id))) + ", '" + to_string(day_at(offset)) + "', " + views +
            ", 1) RETURNING 1");
    }
    std::string evidence() {
        return ask("SELECT * FROM verdict ORDER BY item, day") + "|" +
               ask("SELECT * FROM observation ORDER BY call, item") + "|" +
               ask("SELECT call, items, controls, returned, request_sha256, response_sha256, log_id FROM "
                   "call "
                   "ORDER BY call") +
               "|" + ask("SELECT * FROM day_count ORDER BY list, day");
    }

    list_key list{};
    list_key hidden{};
    vantage_id vantage{};
    count_reader counts{db};
    item_reader items{db};
};

}  // namespace

TEST_CASE("retention erases the counts of old calls and of the public, and no verdict or observation",
          "[store][postgres]") {
    bench b;
    b.day(0, {100, 200, std::nullopt, 5});
    b.day(1, {110, 210, std::nullopt, 6});
    b.shown_to_public(0, 1'000'000, "50");
    b.shown_to_public(1, 1'000'000, "55");
    auto const before = b.evidence();

    auto const gone = b.get(erase_old_content(b.db, day_at(1)));

    CHECK(gone.calls == 1);
    CHECK(gone.public_counts == 1);
    CHECK(b.evidence() == before);
    CHECK(b.ask("SELECT views, likes, comments, shares, favourites, body FROM call WHERE call = 100") ==
          "{},{},{},{},{},");
    CHECK(b.ask("SELECT views, body IS NULL FROM call WHERE call = 101") == "{110,210,6},f");
    CHECK(b.ask("SELECT views FROM public_count") == "55");
    CHECK(b.get(erase_old_content(b.db, day_at(1))).calls == 0);  // Nothing is erased twice.
}

TEST_CASE("more calls than one piece holds are erased whole", "[store][postgres]") {
    bench b;
    b.day(0, {1});
    b.ask(
        "INSERT INTO call SELECT 1000 + n, run, day, sent_at, continues, latency_ms, vantage, purpose, "
        "outcome, "
        "complete, http_status, window_start, window_end, error_code, log_id, items, controls, returned, "
        "views, "
        "likes, comments, shares, favourites, request_sha256, response_sha256, NULL FROM call, "
        "generate_series(1, 1500) n RETURNING 1");

    CHECK(b.get(erase_old_content(b.db, day_at(1))).calls == 1501);
    CHECK(b.ask("SELECT count(*) FROM call WHERE views <> '{}' OR body IS NOT NULL") == "0");
}

TEST_CASE("what reads a call and a history gets along without the counts", "[store][postgres]") {
    bench b;
    b.day(0, {100, 200});
    b.get(erase_old_content(b.db, day_at(1)));

    auto const history =
        b.get(b.items.history(b.key_of(1'000'000), day_at(0), day_at(0), audience::everyone));
    REQUIRE(history.size() == 1);
    CHECK(history[0].row.judged.kind == verdict_kind::retrievable);
    CHECK_FALSE(history[0].counts.has_value());
    run_reader runs{b.db};
    auto const call = b.get(runs.call(call_id{100}, audience::everyone)).value();
    REQUIRE(call.call.counts.size() == 2);
    CHECK_FALSE(call.call.counts[1][0].has_value());
    CHECK(call.came_back == std::vector<std::int64_t>{1'000'000, 1'000'001});
    CHECK(b.get(b.counts.of_item(b.key_of(1'000'000), day_at(0), day_at(0), audience::everyone)).empty());
    auto const told = b.get(b.counts.of_list(b.list, day_at(0), audience::everyone)).value();
    CHECK(told.erased);
    CHECK(told.items.empty());
}

TEST_CASE("an item's counts of both arms stand side by side, with those of the days before",
          "[store][postgres]") {
    bench b;
    b.day(0, {100});
    b.day(1, {std::nullopt});
    b.day(2, {90});
    b.shown_to_public(1, 1'000'000, "NULL");
    b.shown_to_public(2, 1'000'000, "120");
    b.shown_to_public(3, 1'000'000, "121");

    auto const days = b.get(b.counts.of_item(b.key_of(1'000'000), day_at(2), day_at(2), audience::everyone));

    REQUIRE(days.size() == 3);
    CHECK(days[0].day == day_at(0));
    CHECK(days[0].api == tiktok::five_counts{100, 7, std::nullopt, 0, 5});
    CHECK(days[1].api == tiktok::five_counts{});  // Left out that day.
    CHECK(days[2].api[0] == 90);
    CHECK(days[2].seen[0] == 120);
    CHECK(b.get(b.counts.of_item(b.key_of(2'000'000), day_at(0), day_at(9), audience::everyone)).empty());
    CHECK(b.get(b.counts.of_item(b.key_of(1'000'000), day_at(17), day_at(20), audience::everyone)).size() ==
          1);
}

TEST_CASE("a list's day has the returned items of that list, each with the highest of the days before",
          "[store][postgres]") {
    bench b;
    b.day(0, {100, 300, std::nullopt, 5});
    b.day(1, {90, 200, std::nullopt, 5});
    b.day(2, {95, std::nullopt, 8, 6});
    b.shown_to_public(2, 1'000'000, "100");
    b.shown_to_public(1, 1'000'003, "100");

    auto const told = b.get(b.counts.of_list(b.list, std::nullopt, audience::everyone)).value();

    CHECK(told.day == day_at(2));
    CHECK_FALSE(told.erased);
    REQUIRE(told.items.size() == 3);
    auto const figures = figures_of(told.items);
    CHECK(figures[0].compared == 2);
    CHECK(figures[0].fell == 1);
    CHECK(figures[0].pairs == 1);
    CHECK(figures[0].median_ratio == Approx(0.95));
    CHECK(figures[2].present == 0);
    CHECK_FALSE(b.get(b.counts.of_list(b.list, day_at(9), audience::everyone)).has_value());
    CHECK_FALSE(b.get(b.counts.of_list(b.hidden, std::nullopt, audience::key_holder)).has_value());
}

TEST_CASE("the first call of a day that returned an item is the one that is told", "[store][postgres]") {
    bench b;
    b.day(0, {100});
    auto later = test::call_of(call_id{500}, b.vantage, {b.key_of(1'000'000)}, {b.key_of(1'000'000)});
    later.counts = {{170, 70, 70, 70, 70}};
    auto const run = b.get(b.audit->open_run(day_at(0), morning_of(day_at(0)), 1));
    b.get(b.audit->store_call(run.run, day_at(0), later, {}));

    auto const told = b.get(b.counts.of_list(b.list, day_at(0), audience::everyone)).value();
    REQUIRE(told.items.size() == 1);
    CHECK(told.items[0].api[0] == 100);
    CHECK(
        b.get(b.counts.of_item(b.key_of(1'000'000), day_at(0), day_at(0), audience::everyone)).at(0).api[0] ==
        100);
    b.day(1, {100});
    auto const next = b.get(b.counts.of_list(b.list, day_at(1), audience::everyone)).value();
    CHECK(figures_of(next.items)[0].compared == 1);
    CHECK(figures_of(next.items)[0].fell == 0);
}

TEST_CASE("a day whose API arm is void tells no counts, and others are not compared with it",
          "[store][postgres]") {
    bench b;
    b.day(0, {100});
    b.day(1, {50});
    b.ask("UPDATE run SET api_arm = 'void', ended_at = started_at WHERE day = '" + to_string(day_at(0)) +
          "' RETURNING 1");

    auto const first = b.get(b.counts.of_list(b.list, day_at(0), audience::everyone)).value();
    CHECK(first.api_void);
    CHECK(first.items.empty());
    auto const second = b.get(b.counts.of_list(b.list, day_at(1), audience::everyone)).value();
    CHECK(figures_of(second.items)[0].compared == 0);
    CHECK(b.get(b.counts.of_item(b.key_of(1'000'000), day_at(0), day_at(1), audience::everyone)).size() == 1);
}
