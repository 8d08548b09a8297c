#include "tests/store/fresh_store.hpp"

#include "daemon/store/event_reader.hpp"
#include "daemon/store/field_rows.hpp"
#include "daemon/store/rate_reader.hpp"
#include "daemon/store/series_store.hpp"
#include "daemon/store/stale_event.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <sstream>

using namespace lacuna;
using namespace std::chrono_literals;
using test::day_at;
using test::morning_of;
using test::verdict_of;

namespace {

using enum verdict_kind;
constexpr auto all_events =
    "SELECT kind, list, item, creator, aspect, day, confirmed_on, closed_on, closed_why, details, "
    "public_details "
    "FROM event ORDER BY event";

struct bench : test::fresh_store {
    bench() {
        list = make_list("news").key;
        add(list, 1'000'000, 60);
        // By platform id, and so two of a creator after one another.
        std::istringstream keys{ask("SELECT string_agg(item::text, ' ' ORDER BY platform_id) FROM item")};
        for (int key = 0; keys >> key;) items.push_back(item_key{key});
    }

    /// `kind` for the items from `first` to before `last`, retrievable for the others.
    std::vector<verdict_row> verdicts(verdict_kind kind, std::size_t first, std::size_t last) {
        std::vector<verdict_row> rows;
        for (std::size_t at = 0; at < items.size(); ++at) {
            bool const one = at >= first && at < last;
            rows.push_back(verdict_of(items[at], one ? kind : retrievable, !one || kind == missing));
        }
        return rows;
    }
    void close(int offset, std::vector<verdict_row> rows, run_ending ending = {}) {
        auto const run = get(audit->open_run(day_at(offset), morning_of(day_at(offset)), 1));
        get(audit->close_run(run, morning_of(day_at(offset)) + 1h, ending, std::move(rows), {}));
    }
    std::vector<shown_event> events(event_question asked = {}, audience who = audience::everyone) {
        return get(reader.search(asked, who));
    }

    list_key list{};
    std::vector<item_key> items;
    event_reader reader{db};
};

}  // namespace

TEST_CASE("items that are lost and return are events of the closed days", "[store][postgres]") {
    bench bench;
    bench.close(0, bench.verdicts(retrievable, 0, 0));
    CHECK(bench.events().empty());
    bench.close(1, bench.verdicts(unconfirmed, 3, 4));
    REQUIRE(bench.events().size() == 1);
    CHECK(bench.events()[0].platform_id == 1'000'003);
    CHECK(state_of(bench.events()[0].event) == "open");
    CHECK(bench.events()[0].opened_at == morning_of(day_at(1)) + 1h);
    bench.close(2, bench.verdicts(missing, 3, 4));
    bench.close(3, bench.verdicts(retrievable, 0, 0));

    auto const found = bench.events();
    REQUIRE(found.size() == 2);
    CHECK(found[0].event.what.kind == event_kind::item_returned);
    CHECK(found[1].event.confirmed_on == day_at(2));
    CHECK(found[1].event.closed_on == day_at(3));
    CHECK(found[1].updated_at == morning_of(day_at(3)) + 1h);
    CHECK(bench.events({.open = true}).empty());
}

TEST_CASE("a day closed again with the same verdicts leaves its events as they are", "[store][postgres]") {
    bench bench;
    bench.close(0, bench.verdicts(retrievable, 0, 0));
    bench.close(1, bench.verdicts(missing, 0, 12));
    auto const once = bench.ask(all_events);
    auto const rows = bench.ask("SELECT count(*), max(updated_at) FROM event");
    bench.close(1, bench.verdicts(missing, 0, 12));
    CHECK(bench.ask(all_events) == once);
    CHECK(bench.ask("SELECT count(*), max(updated_at) FROM event") == rows);

    bench.close(1, bench.verdicts(retrievable, 0, 0));
    CHECK(bench.ask("SELECT count(*) FROM event WHERE closed_why = 'withdrawn'") ==
          rows.substr(0, rows.find(',')));
    bench.close(1, bench.verdicts(missing, 0, 12));
    CHECK(bench.ask(all_events) == once);
}

TEST_CASE("a void day changes nothing of items and opens its own event", "[store][postgres]") {
    bench bench;
    bench.close(0, bench.verdicts(retrievable, 0, 0));
    bench.close(1, bench.verdicts(missing, 0, 5),
                {.api = run_ending::arm::invalid, .void_reason = "no item was measured"});
    REQUIRE(bench.events().size() == 1);
    CHECK(bench.events()[0].event.what.kind == event_kind::arm_void);
    CHECK(bench.events()[0].event.details == R"({"reason": "no item was measured"})");
    bench.close(2, bench.verdicts(missing, 0, 2));
    CHECK(bench.events({.kinds = {event_kind::arm_void}})[0].event.closed_on == day_at(2));
    CHECK(bench.events({.kinds = {event_kind::item_lost}}).size() == 2);
}

TEST_CASE("an item that says nothing on the day between is lost all the same", "[store][postgres]") {
    bench bench;
    bench.close(0, bench.verdicts(retrievable, 0, 0));
    bench.close(1, bench.verdicts(not_measured, 5, 6));
    bench.close(2, bench.verdicts(missing, 5, 6));
    CHECK(bench.events({.item = bench.items[5]}).size() == 1);
}

TEST_CASE("a memory that was lost is made again from the verdicts", "[store][postgres]") {
    bench bench;
    bench.close(0, bench.verdicts(retrievable, 0, 0));
    bench.close(1, bench.verdicts(not_measured, 5, 6));
    bench.ask("WITH gone AS (DELETE FROM item_memory RETURNING 1) SELECT count(*) FROM gone");
    bench.close(2, bench.verdicts(missing, 5, 6));
    CHECK(bench.events({.item = bench.items[5]}).size() == 1);
}

TEST_CASE("a creator with five counting items on a list is lost with the last", "[store][postgres]") {
    bench bench;
    bench.ask(
        "WITH named AS (UPDATE item SET username = 'five' WHERE platform_id < 1000005 RETURNING 1) SELECT "
        "count(*) FROM named");
    bench.close(0, bench.verdicts(retrievable, 0, 0));
    bench.close(1, bench.verdicts(missing, 0, 4));
    CHECK(bench.events({.kinds = {event_kind::creator_lost}}).empty());
    bench.close(2, bench.verdicts(missing, 0, 5));
    auto const lost = bench.events({.kinds = {event_kind::creator_lost}});
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].event.what.creator == "five");
    CHECK(lost[0].list == "news");
    bench.close(3, bench.verdicts(missing, 1, 5));
    CHECK(bench.events({.kinds = {event_kind::creator_lost}})[0].event.closed_on == day_at(3));
}

TEST_CASE("a list that falls overnight is an event of it within two days", "[store][postgres]") {
    bench bench;
    for (int offset = 0; offset < 12; ++offset) bench.close(offset, bench.verdicts(retrievable, 0, 0));
    CHECK(bench.events().empty());
    bench.close(12, bench.verdicts(missing, 0, 30));
    bench.close(13, bench.verdicts(missing, 0, 30));
    auto const fell = bench.events({.kinds = {event_kind::list_fell}});
    REQUIRE(fell.size() == 1);
    CHECK(fell[0].event.day == day_at(13));
    CHECK(fell[0].list == "news");
    bench.close(14, bench.verdicts(retrievable, 0, 0));
    bench.close(15, bench.verdicts(retrievable, 0, 0));
    CHECK(bench.events({.kinds = {event_kind::list_fell}})[0].event.closed_on == day_at(15));
}

TEST_CASE("events of private lists and of items only on them are for key holders", "[store][postgres]") {
    bench bench;
    auto const hidden = bench.make_list("hidden", false);
    bench.add(hidden.key, 2'000'000, 6);
    bench.ask(
        "WITH named AS (UPDATE item SET username = 'h' WHERE platform_id >= 2000000 RETURNING 1) SELECT "
        "count(*) FROM named");
    auto rows = bench.verdicts(retrievable, 0, 0);
    for (int i = 0; i < 6; ++i) rows.push_back(verdict_of(bench.key_of(2'000'000 + i), retrievable));
    bench.close(0, rows);
    for (int i = 0; i < 6; ++i)
        rows[60 + static_cast<std::size_t>(i)] = verdict_of(bench.key_of(2'000'000 + i), missing);
    bench.close(1, rows);
    CHECK(bench.events().empty());
    CHECK(bench.events({.list = hidden.key}).empty());
    CHECK(bench.events({}, audience::key_holder).size() == 7);
    auto const figures = bench.get(bench.reader.figures());
    CHECK(figures.opened.empty());
    CHECK(figures.open.empty());
    // A public series tells of its own states alone.
    bench.get(bench.lists.create({.slug = "theirs", .title = "Theirs", .imported = true, .origin = "them"}));
    bench.ask(
        "INSERT INTO watchlist_item (list, item, added_by) SELECT w.list, i.item, 'test' FROM watchlist w, "
        "item i "
        "WHERE slug = 'theirs' AND platform_id >= 2000000 RETURNING 1");
    CHECK(bench.events().empty());
    CHECK(bench.get(bench.reader.figures()).opened.empty());
    bench.add(bench.list, 2'000'000, 1, day_at(1));
    CHECK(bench.events().size() == 1);
}

TEST_CASE("fields of the answers are counted by day, and one that vanishes is an event",
          "[store][postgres]") {
    bench bench;
    auto const vantage = bench.get(bench.audit->vantage("tiktok.research", "main"));
    auto const answer = [&](int offset, std::string const& canonical) {
        auto const run = bench.get(bench.audit->open_run(day_at(offset), morning_of(day_at(offset)), 1));
        auto const number = bench.get(bench.audit->charge(vantage, day_at(offset), 1000)).value();
        std::vector<seen_metadata> said;
        for (auto const item : bench.items) said.push_back({.item = item, .canonical = canonical});
        auto const call = test::call_of(number, vantage, bench.items, bench.items);
        bench.get(bench.audit->store_call(run.run, day_at(offset), call, said));
        bench.get(bench.audit->store_call(run.run, day_at(offset), call, said));
        bench.close(offset, bench.verdicts(retrievable, 0, 0));
    };
    for (int offset = 0; offset < 4; ++offset)
        answer(offset, R"({"duration":12,"hashtag_names":["a"],"music_id":null,"voice_to_text":"x"})");
    CHECK(bench.events().empty());
    CHECK(bench.ask("SELECT field, type, items, public_items FROM field_census WHERE day = '2024-10-04' "
                    "ORDER BY 1, 2") ==
          ",*,60,60;duration,n,60,60;favorites_count,n,60,60;hashtag_names,a,60,60;like_count,n,60,60;"
          "share_count,n,60,60;view_count,n,60,60;voice_to_text,s,60,60");
    answer(4, R"({"duration":"12","hashtag_names":["a"],"region":"DE"})");
    auto const found = bench.events();
    REQUIRE(found.size() == 3);
    std::map<std::string, std::string> aspects;
    for (auto const& one : found) aspects[one.event.what.field] = one.event.what.aspect;
    CHECK(aspects == std::map<std::string, std::string>{
                         {"duration", "type"}, {"region", "appeared"}, {"voice_to_text", "vanished"}});
}

TEST_CASE("the event stale is opened once by the clock and closed by the next valid run",
          "[store][postgres]") {
    bench bench;
    CHECK_FALSE(bench.get(note_stale(bench.db, morning_of(day_at(9)))));
    bench.close(0, bench.verdicts(retrievable, 0, 0));
    auto const ended = morning_of(day_at(0)) + 1h;
    CHECK_FALSE(bench.get(note_stale(bench.db, ended + 26h)));
    CHECK(bench.get(note_stale(bench.db, ended + 27h)));
    CHECK_FALSE(bench.get(note_stale(bench.db, ended + 28h)));
    REQUIRE(bench.events().size() == 1);
    CHECK(bench.events()[0].event.day == day_at(1));
    bench.close(2, bench.verdicts(retrievable, 0, 0),
                {.api = run_ending::arm::invalid, .void_reason = "no item was measured"});
    CHECK(bench.events({.kinds = {event_kind::stale}, .open = true}).size() == 1);
    bench.close(3, bench.verdicts(retrievable, 0, 0));
    CHECK(bench.events({.kinds = {event_kind::stale}, .open = true}).empty());
}

TEST_CASE("an imported series is void where it is all errors, and its changes are imported events",
          "[store][postgres]") {
    bench bench;
    auto const series = bench.make_list("series").key;
    bench.ask(
        "WITH made AS (UPDATE watchlist SET imported = true WHERE slug = 'series' RETURNING 1) SELECT "
        "count(*) FROM made");
    std::vector<imported_state> states;
    auto const say = [&](int offset, std::string const& letters) {
        for (std::size_t at = 0; at < letters.size(); ++at) {
            auto const kind = letters[at] == 'a'   ? imported_available
                              : letters[at] == 'n' ? imported_not_available
                                                   : imported_error;
            states.push_back({.day = day_at(offset),
                              .platform_id = 7'000'000'000'000'000'000 + static_cast<int>(at),
                              .kind = kind});
        }
    };
    say(0, "ann");
    say(1, "een");
    say(2, "nen");
    say(3, "ann");
    series_store store{bench.db};
    bench.get(store.import(series, states, morning_of(day_at(5))));
    rate_reader rates{bench.db};
    std::vector<bool> voided;
    for (auto const& day :
         bench.get(rates.days(series, day_at(0), day_at(9), verdict_origin::imported, audience::everyone)))
        voided.push_back(day.api_void);
    CHECK(voided == std::vector<bool>{false, true, false, false});
    auto const found = bench.events({.list = series});
    REQUIRE(found.size() == 3);
    CHECK(found[2].event.what.kind == event_kind::arm_void);
    CHECK(found[1].event.what.kind == event_kind::item_lost);
    CHECK(found[1].event.day == day_at(2));
    CHECK(found[1].event.closed_on == day_at(3));
    CHECK(found[1].updated_at == utc_time{day_at(3)});
    CHECK(found[1].imported());

    auto const once = bench.ask(all_events);
    bench.get(store.import(series, states, morning_of(day_at(6))));
    CHECK(bench.ask(all_events) == once);
    states.resize(6);
    bench.get(store.import(series, states, morning_of(day_at(7))));
    CHECK(bench.ask("SELECT count(*) FROM event WHERE closed_why = 'withdrawn'") == "2");
}
