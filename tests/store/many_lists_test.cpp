#include "daemon/store/item_reader.hpp"
#include "daemon/store/rate_reader.hpp"
#include "tests/store/fresh_store.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using test::day_at;
using test::morning_of;
using test::verdict_of;
using namespace std::chrono_literals;

namespace {

/// Two lists, of which the second begins later, and an empty one.
struct bench : test::fresh_store {
    bench() {
        first = make_list("first");
        second = make_list("second");
        empty = make_list("empty", false);
        add(first.key, 1'000'000, 40);
        run_day(0, verdict_kind::retrievable, run_ending::arm::valid);
        run_day(1, verdict_kind::not_measured, run_ending::arm::invalid);
        add(second.key, 2'000'000, 3, day_at(3));
        run_day(3, verdict_kind::missing, run_ending::arm::valid);
    }

    void run_day(int offset, verdict_kind kind, run_ending::arm api) {
        auto const day = day_at(offset);
        auto const opened = get(audit->open_run(day, morning_of(day), 7));
        std::vector<verdict_row> verdicts;
        for (auto const& due : get(audit->due_items(day))) verdicts.push_back(verdict_of(due.key, kind));
        run_ending const ending{.api = api, .presence = run_ending::arm::valid};
        get(audit->close_run(opened, morning_of(day) + 1h, ending, verdicts, {}));
    }

    std::vector<list_day> days_of(watchlist const& list, int from, int to, audience who) {
        return get(rates.days(list.key, day_at(from), day_at(to), verdict_origin::ours, who));
    }

    watchlist first{}, second{}, empty{};
    rate_reader rates{db};
    item_reader items{db};
};

void check_same(std::vector<list_day> const& one, std::vector<list_day> const& other) {
    REQUIRE(one.size() == other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        CHECK(one[i].day == other[i].day);
        CHECK(one[i].counts == other[i].counts);
        CHECK(one[i].api_void == other[i].api_void);
        CHECK(one[i].rule_version == other[i].rule_version);
        CHECK(one[i].rate.retrievable == other[i].rate.retrievable);
        CHECK(one[i].rate.missing == other[i].rate.missing);
    }
}

}  // namespace

TEST_CASE("the last days of many lists are those of each, read together", "[store][postgres]") {
    bench bench;
    std::vector const lists{bench.first, bench.second, bench.empty};

    auto recent = bench.get(bench.rates.recent(lists, 4, audience::everyone));

    CHECK_FALSE(recent.contains(bench.empty.key));
    check_same(recent[bench.first.key], bench.days_of(bench.first, 0, 3, audience::everyone));
    check_same(recent[bench.second.key], bench.days_of(bench.second, 0, 3, audience::everyone));
    REQUIRE(recent[bench.first.key].size() == 3);
    CHECK(recent[bench.first.key][1].api_void);
    CHECK(recent[bench.second.key].size() == 1);
    CHECK(bench.get(bench.rates.recent(lists, 1, audience::everyone))[bench.first.key].size() == 1);
    CHECK(bench.get(bench.rates.recent({}, 4, audience::everyone)).empty());
}

TEST_CASE("as of an earlier day the last days of lists end there", "[store][postgres]") {
    bench bench;
    audience const then{.as_of = day_at(1)};

    auto recent = bench.get(bench.rates.recent({bench.first, bench.second}, 60, then));

    CHECK(recent[bench.first.key].size() == 2);
    CHECK(recent[bench.first.key].back().day == day_at(1));
    CHECK(recent[bench.second.key].empty());
    CHECK(bench.get(bench.rates.extent(bench.first.key, then))->newest == day_at(1));
    CHECK_FALSE(bench.get(bench.rates.extent(bench.second.key, then)));
}

TEST_CASE("a list's extent is its first day and its newest", "[store][postgres]") {
    bench bench;
    auto const extent = bench.get(bench.rates.extent(bench.first.key, audience::everyone));

    REQUIRE(extent);
    CHECK(extent->first == day_at(0));
    CHECK(extent->newest == day_at(3));
    CHECK_FALSE(bench.get(bench.rates.extent(bench.empty.key, audience::key_holder)));
}

TEST_CASE("lists are found by name, private ones by who holds a key", "[store][postgres]") {
    bench bench;
    std::vector<std::string> const names{"empty", "second", "nobody's"};

    auto const seen = bench.get(bench.lists.named(names, audience::everyone));
    CHECK(seen.size() == 1);
    CHECK(seen.at(0).slug == "second");
    CHECK(bench.get(bench.lists.named(names, audience::key_holder)).size() == 2);
    CHECK(bench.get(bench.lists.named({}, audience::key_holder)).empty());
}

TEST_CASE("some days of an item are read alone, with what the history says of them", "[store][postgres]") {
    bench bench;
    auto const key = bench.key_of(1'000'007);
    std::vector const wanted{day_at(0), day_at(2), day_at(3)};

    auto const some = bench.get(bench.items.on_days(key, wanted, audience::everyone));

    auto const all = bench.get(bench.items.history(key, day_at(0), day_at(3), audience::everyone));
    REQUIRE(all.size() == 3);
    REQUIRE(some.size() == 2);  // There is none on the second.
    CHECK(some[0].day == day_at(0));
    CHECK(some[1].day == day_at(3));
    CHECK(some[1].row.judged == all[2].row.judged);
    CHECK(some[1].scope == all[2].scope);
    CHECK(bench.get(bench.items.on_days(key, wanted, {.as_of = day_at(2)})).size() == 1);
    CHECK(bench.get(bench.items.on_days(key, {}, audience::everyone)).empty());
}

TEST_CASE("items are found without counting all that fit", "[store][postgres]") {
    bench bench;
    item_question asked{.list = bench.first.key, .per_page = 7};
    asked.with_total = false;

    auto const page = bench.get(bench.items.search(asked, audience::everyone));

    CHECK(page.items.size() == 7);
    CHECK(page.more);
    CHECK(page.total == 0);
}

TEST_CASE("how long lists are is counted anew when any has changed, and for whoever sees more of them",
          "[store][postgres]") {
    test::fresh_store bench;
    auto const news = bench.make_list("news").key;
    bench.add(news, 1'000'000, 3);
    bench.add(bench.make_list("hidden", false).key, 2'000'000, 2);
    auto const sizes = [&](audience who) {
        std::vector<std::int64_t> found;
        for (auto const& list : bench.get(bench.lists.all(who))) found.push_back(list.items);
        return found;
    };
    for (int again = 0; again < 2; ++again) {
        CHECK(sizes(audience::everyone) == std::vector<std::int64_t>{3});
        CHECK(sizes(audience::key_holder) == std::vector<std::int64_t>{3, 2});
    }
    bench.add(news, 1'000'100, 1);
    CHECK(sizes(audience::everyone) == std::vector<std::int64_t>{4});
    bench.get(bench.lists.remove_item(news, 1'000'000, test::morning_of(test::day_at(0))));
    CHECK(sizes(audience::key_holder) == std::vector<std::int64_t>{3, 2});
}
