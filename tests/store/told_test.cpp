#include "daemon/store/call_batch.hpp"
#include "daemon/store/count_reader.hpp"
#include "daemon/store/item_reader.hpp"
#include "daemon/store/run_evidence.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/store/series_store.hpp"
#include "tests/store/fresh_store.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::call_of;
using test::day_at;
using test::morning_of;
using test::verdict_of;

namespace {

constexpr auto everyone = audience::everyone;
constexpr auto key_holder = audience::key_holder;
constexpr std::int64_t id = 2'000'000;

/// A video that a private list has us ask for, and that is in somebody's public series too; one call.
struct bench : test::fresh_store {
    bench() {
        add(make_list("hidden", false).key, id, 1);
        item = key_of(id);
        new_list const theirs{.slug = "theirs", .title = "Theirs", .imported = true, .origin = "them"};
        auto const list = get(lists.create(theirs)).value().key;
        std::vector<imported_state> const states{{day_at(-3), id, verdict_kind::imported_available}};
        get(series.import(list, states, morning_of(day_at(0))));

        auto const vantage = get(audit->vantage("tiktok.research", "main"));
        opened = get(audit->open_run(day_at(0), morning_of(day_at(0)), 1));
        auto const call = call_of(call_id{1}, vantage, {item}, {item});
        get(audit->store_call(opened.run, day_at(0), call,
                              {{.item = item, .canonical = R"({"duration":12})"}}));
        run_ending const ending{.due = 1, .measured = 1};
        auto there = verdict_of(item, verdict_kind::retrievable);
        there.decided_by = call_id{1};
        get(audit->close_run(opened, morning_of(day_at(0)) + 1h, ending, {there}, {}));
    }

    std::string strip(verdict_origin whose, audience who) {
        return get(items.strips({item}, day_at(-3), day_at(0), whose, who)).at(0).days;
    }

    item_key item{};
    opened_run opened{};
    item_reader items{db};
    run_reader runs{db};
    run_evidence evidence{db};
    count_reader counts{db};
    series_store series{db};
};

std::string const theirs_alone{"A\0\0\0", 4}, ours_alone{"\0\0\0r", 4}, both{"A\0\0r", 4};

}  // namespace

TEST_CASE("what a private list alone has us ask for is not told of a video in a public series",
          "[store][postgres]") {
    bench b;
    auto const found = b.get(b.items.find(id, everyone));
    REQUIRE(found);
    CHECK(found->lists == std::vector<std::string>{"theirs"});
    CHECK(found->verdict == verdict_kind::imported_available);
    CHECK(b.get(b.items.letters(b.item, day_at(-3), day_at(0), everyone)) == theirs_alone);
    CHECK(b.strip(verdict_origin::ours, everyone) == std::string(4, '\0'));
    CHECK(b.strip(verdict_origin::imported, everyone) == theirs_alone);
    CHECK(b.get(b.items.history(b.item, day_at(-3), day_at(0), everyone)).size() == 1);
    CHECK(b.get(b.items.on_days(b.item, {day_at(0)}, everyone)).empty());
    CHECK(b.get(b.items.metadata(b.item, everyone)).empty());
    CHECK(b.get(b.counts.of_item(b.item, day_at(0), day_at(0), everyone)).empty());
    CHECK(b.get(b.items.search({.verdict = verdict_kind::retrievable}, everyone)).items.empty());
}

TEST_CASE("nor is its run: its calls, what was due and what was measured", "[store][postgres]") {
    bench b;
    CHECK(b.get(b.evidence.table({.run = b.opened.run}, everyone)).lines.empty());
    CHECK(b.get(b.evidence.breakdown(b.opened.run, everyone)).vantages.empty());
    CHECK(b.get(read_batch(b.db, call_id{1}, everyone)).empty());
    auto const run = b.get(b.runs.run(b.opened.run, everyone)).value();
    CHECK(run.due == 0);
    CHECK(run.measured == 0);
    CHECK(run.calls == 0);
    CHECK(b.get(b.evidence.hides_items()));
}

TEST_CASE("whoever holds a key is told both, and all are once a public list has us ask",
          "[store][postgres]") {
    bench b;
    auto const all = [&](audience who) {
        CHECK(b.get(b.items.letters(b.item, day_at(-3), day_at(0), who)) == both);
        CHECK(b.strip(verdict_origin::ours, who) == ours_alone);
        CHECK(b.get(b.items.history(b.item, day_at(-3), day_at(0), who)).size() == 2);
        CHECK(b.get(b.items.metadata(b.item, who)).size() == 1);
        CHECK(b.get(b.counts.of_item(b.item, day_at(0), day_at(0), who)).size() == 1);
        CHECK(b.get(b.items.find(id, who))->verdict == verdict_kind::retrievable);
        CHECK(b.get(b.items.search({.verdict = verdict_kind::retrievable}, who)).items.size() == 1);
        CHECK(b.get(b.evidence.table({.run = b.opened.run}, who)).lines.size() == 1);
    };
    all(key_holder);
    b.add(b.make_list("open").key, id, 1);
    all(everyone);
    CHECK_FALSE(b.get(b.evidence.hides_items()));
}
