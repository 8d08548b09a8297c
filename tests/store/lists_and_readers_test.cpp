#include "tests/store/fresh_store.hpp"

#include "daemon/store/item_reader.hpp"
#include "daemon/store/key_store.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/store/series_store.hpp"

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

/// Items 1,000,000 to 1,000,003 on a public list, 1,000,002 to 1,000,005 on a private one; a run with one
/// call and one block.
struct bench : test::fresh_store {
    bench() {
        open = make_list("open").key;
        hidden = make_list("hidden", false).key;
        add(open, 1'000'000, 4);
        add(hidden, 1'000'002, 4);
        vantage = get(audit->vantage("tiktok.research", "main"));
        auto const run = get(audit->open_run(day_at(0), morning_of(day_at(0)), 1));
        today = run.run;
        std::vector<verdict_row> verdicts;
        for (int i = 0; i < 6; ++i) {
            items.push_back(key_of(1'000'000 + i));
            verdicts.push_back(
                verdict_of(items.back(), i % 2 == 0 ? verdict_kind::retrievable : verdict_kind::missing));
            verdicts.back().decided_by = call_id{1};
        }
        get(audit->store_call(today, day_at(0), call_of(call_id{1}, vantage, items, {items[0], items[4]}),
                              {}));
        std::vector<item_key> const hidden_items{items[4], items[5]};
        auto call = call_of(call_id{2}, vantage, hidden_items, hidden_items);
        get(audit->store_call(today, day_at(0), call, {}));
        run_ending const ending{.due = 6, .measured = 6};
        get(audit->close_run(run, morning_of(day_at(0)) + 1h, ending, verdicts, {}));
    }

    list_key open{};
    list_key hidden{};
    vantage_id vantage{};
    run_id today{};
    std::vector<item_key> items;
    item_reader reader{db};
    run_reader runs{db};
};

boost::asio::awaitable<void> append(std::string& to, std::string piece) {
    to += piece;
    co_return;
}

}  // namespace

TEST_CASE("private lists, and items only on them, do not exist for everyone", "[store][postgres]") {
    bench bench;

    CHECK(bench.get(bench.lists.all(everyone)).size() == 1);
    CHECK(bench.get(bench.lists.all(key_holder)).size() == 2);
    CHECK_FALSE(bench.get(bench.lists.find("hidden", everyone)).has_value());
    CHECK(bench.get(bench.lists.find("hidden", key_holder)).has_value());
    std::vector<std::int64_t> const ids{1'000'000, 1'000'004, 5};
    CHECK(bench.get(bench.lists.known(ids, everyone)) == std::vector<bool>{true, false, false});
    CHECK(bench.get(bench.lists.known(ids, key_holder)) == std::vector<bool>{true, true, false});
    CHECK_FALSE(bench.get(bench.reader.find(1'000'004, everyone)).has_value());
    CHECK(bench.get(bench.reader.find(1'000'002, everyone))->lists == std::vector<std::string>{"open"});
    CHECK(bench.get(bench.reader.find(1'000'002, key_holder))->lists ==
          std::vector<std::string>{"hidden", "open"});

    item_question asked;
    CHECK(bench.get(bench.reader.search(asked, everyone)).total == 4);
    CHECK(bench.get(bench.reader.search(asked, key_holder)).total == 6);
    asked.list = bench.hidden;
    CHECK(bench.get(bench.reader.search(asked, everyone)).total == 0);
    CHECK(bench.get(bench.reader.search(asked, everyone)).items.empty());
}

TEST_CASE("runs, calls and forecasts show everyone what concerns public lists alone", "[store][postgres]") {
    bench bench;

    auto const shown = bench.get(bench.runs.run(bench.today, everyone)).value();
    CHECK(shown.calls == 1);
    CHECK(shown.due == 4);
    CHECK(shown.measured == 4);
    auto const whole = bench.get(bench.runs.last_valid(key_holder)).value();
    CHECK(whole.calls == 2);
    CHECK(whole.due == 6);

    auto const call = bench.get(bench.runs.call(call_id{1}, everyone)).value();
    CHECK(call.asked == std::vector<std::int64_t>{1'000'000, 1'000'001, 1'000'002, 1'000'003});
    CHECK(call.came_back == std::vector<std::int64_t>{1'000'000});
    CHECK(call.call.counts.size() == 1);
    CHECK_FALSE(bench.get(bench.runs.call(call_id{2}, everyone)).has_value());
    CHECK(bench.get(bench.runs.call(call_id{2}, key_holder)).has_value());
    CHECK(bench.get(bench.runs.calls(bench.today, call_id{}, 10, everyone)).size() == 1);
    CHECK(bench.get(bench.runs.calls(bench.today, call_id{1}, 10, key_holder)).size() == 1);
    CHECK(bench.get(bench.runs.forecast_basis_of(day_at(1), everyone)).dated.size() == 4);
    CHECK(bench.get(bench.runs.forecast_basis_of(day_at(1), everyone)).absent_share == Approx(0.5));
    CHECK(bench.get(bench.runs.body(call_id{1})) == std::optional<std::string>{R"({"data":{}})"});
    CHECK_FALSE(bench.get(bench.runs.body(call_id{9})).has_value());
}

TEST_CASE("what was due on private lists does not show in the public's share of a run", "[store][postgres]") {
    bench bench;
    auto const run = bench.get(bench.audit->open_run(day_at(1), morning_of(day_at(1)), 1));
    std::vector<verdict_row> verdicts;
    for (auto const item : bench.items) verdicts.push_back(verdict_of(item, verdict_kind::retrievable));
    for (std::size_t at = 0; at < 3; ++at) {  // Three of the four on the public list.
        verdicts[at] = verdict_of(bench.items[at], verdict_kind::not_public, false);
        verdicts[at].first_ask.reset();
    }
    run_ending const ending{.due = 3, .measured = 3};
    bench.get(bench.audit->close_run(run, morning_of(day_at(1)) + 1h, ending, verdicts, {}));

    auto const shown = bench.get(bench.runs.run(run.run, everyone)).value();
    CHECK(shown.due == 1);
    CHECK(shown.measured == 1);
}

TEST_CASE("a search pages by id without skipping or repeating", "[store][postgres]") {
    bench bench;
    item_question asked{.list = bench.open, .per_page = 3};

    auto page = bench.get(bench.reader.search(asked, everyone));
    REQUIRE(page.items.size() == 3);
    CHECK(page.more);
    asked.after = page.items.back().platform_id;
    page = bench.get(bench.reader.search(asked, everyone));
    REQUIRE(page.items.size() == 1);
    CHECK(page.items[0].platform_id == 1'000'003);
    CHECK(page.total == 4);
    CHECK_FALSE(page.more);
}

TEST_CASE("a search filters by verdict, creator and prefix, and sorts", "[store][postgres]") {
    bench bench;
    item_question asked{.list = bench.open, .verdict = verdict_kind::missing};
    auto const missing = bench.get(bench.reader.search(asked, everyone));
    REQUIRE(missing.items.size() == 2);
    CHECK(missing.items[0].verdict == verdict_kind::missing);
    CHECK(missing.items[0].day == day_at(0));

    CHECK(bench.get(bench.reader.search({.creator = "creator500001"}, everyone)).total == 2);
    CHECK(bench.get(bench.reader.search({.text = "100000"}, everyone)).total == 4);
    CHECK(bench.get(bench.reader.search({.text = "creator50000"}, key_holder)).total == 6);
    CHECK(bench.get(bench.reader.search({.text = "%"}, key_holder)).total == 0);
    CHECK(bench.get(bench.reader.search({.text = "'; DROP TABLE item"}, key_holder)).total == 0);
    item_question const newest{.by = item_question::order::created};
    CHECK(bench.get(bench.reader.search(newest, everyone)).items[0].platform_id == 1'000'003);
    for (auto const by : {item_question::order::verdict, item_question::order::username}) {
        item_question const rest{.by = by, .descending = true, .offset = 2};
        CHECK(bench.get(bench.reader.search(rest, everyone)).items.size() == 2);
    }
}

TEST_CASE("an item's history has its verdicts, and the five counts of what was returned",
          "[store][postgres]") {
    bench bench;

    auto const returned =
        bench.get(bench.reader.history(bench.items[0], day_at(-5), day_at(5), audience::everyone));
    REQUIRE(returned.size() == 1);
    CHECK(returned[0].row.judged.kind == verdict_kind::retrievable);
    REQUIRE(returned[0].counts.has_value());
    CHECK((*returned[0].counts)[0] == std::int64_t{1} << 40U);
    CHECK((*returned[0].counts)[2] == std::nullopt);
    auto const missing =
        bench.get(bench.reader.history(bench.items[1], day_at(0), day_at(0), audience::everyone));
    REQUIRE(missing.size() == 1);
    CHECK_FALSE(missing[0].counts.has_value());
    std::vector<item_key> const two{bench.items[1], bench.items[0]};
    auto const strips =
        bench.get(bench.reader.strips(two, day_at(-1), day_at(1), verdict_origin::ours, audience::everyone));
    REQUIRE(strips.size() == 2);
    CHECK(strips[0].days == std::string{"\0m\0", 3});
    CHECK(strips[1].days == std::string{"\0r\0", 3});
}

TEST_CASE("an item's note and region change, and it can be archived and brought back", "[store][postgres]") {
    bench bench;
    item_change const noted{
        .note = "it's \"noted\"", .region = "SE", .has_note = true, .has_region = true, .archived = true};
    CHECK(bench.get(bench.reader.change(bench.items[0], noted, morning_of(day_at(0)))));

    auto const item = bench.get(bench.reader.find(1'000'000, key_holder)).value();
    CHECK(item.note == noted.note);
    CHECK(item.region == "SE");
    CHECK(item.archived);
    item_change const back{.archived = false};
    bench.get(bench.reader.change(bench.items[0], back, morning_of(day_at(0))));
    CHECK_FALSE(bench.get(bench.reader.find(1'000'000, everyone))->archived);
    CHECK(bench.get(bench.reader.find(1'000'000, everyone))->note.empty());
}

TEST_CASE("items are added once, and hostile text arrives as it was", "[store][postgres]") {
    test::fresh_store bench;
    auto const list = bench.make_list("odd").key;
    std::vector<named_item> const items{
        {.platform_id = 7'332'960'275'127'110'954,
         .username = "tab\there",
         .source = "a\\b\nc\rd\\.",
         .note = "\\N"},
        {.platform_id = 12'345, .source = std::string(500, '"'), .note = std::string(2000, '\'')}};

    auto const first = bench.get(bench.lists.add_items(list, items, "o'key", morning_of(day_at(700))));
    REQUIRE(first.size() == 2);
    CHECK(first[0].is == added::added);
    CHECK(first[0].plannable);
    CHECK_FALSE(first[1].plannable);
    auto const again = bench.get(bench.lists.add_items(list, items, "o'key", morning_of(day_at(700))));
    CHECK(again[0].is == added::known);
    CHECK(
        bench.ask("SELECT source FROM watchlist_item ORDER BY length(source)").starts_with("a\\b\nc\rd\\.;"));
    CHECK(bench.ask("SELECT note FROM item ORDER BY length(note) LIMIT 1") == "\\N");

    CHECK(bench.get(bench.lists.remove_item(list, 12'345, morning_of(day_at(701)))));
    CHECK_FALSE(bench.get(bench.lists.remove_item(list, 12'345, morning_of(day_at(701)))));
    auto const back = bench.get(bench.lists.add_items(list, items, "o'key", morning_of(day_at(702))));
    CHECK(back[1].is == added::added);
    CHECK(bench.get(bench.lists.find("odd", everyone))->items == 2);
}

TEST_CASE("a better creation time replaces one from the id, never one that is known better",
          "[store][postgres]") {
    test::fresh_store bench;
    auto const list = bench.make_list("times").key;
    named_item item{.platform_id = 7'332'960'275'127'110'954};
    auto const add = [&] { bench.get(bench.lists.add_items(list, {item}, "test", morning_of(day_at(700)))); };
    auto const source = "SELECT created_at_source FROM item";

    add();
    CHECK(bench.ask(source) == "4");
    item.created_at = std::chrono::sys_seconds{day_at(-200)};
    add();
    CHECK(bench.ask(source) == "3");
    item.created_at.reset();
    add();
    CHECK(bench.ask(source) == "3");
}

TEST_CASE("100,000 items are added in one call", "[store][postgres]") {
    test::fresh_store bench;
    auto const list = bench.make_list("large").key;
    bench.add(list, 7'000'000'000'000'000'000, 100'000);
    CHECK(bench.get(bench.lists.find("large", everyone))->items == 100'000);
}

TEST_CASE("a key is found by itself alone until it is revoked", "[store][postgres]") {
    test::fresh_store bench;
    key_store keys{bench.db};
    std::vector<std::string> const scopes{"write", "read"};
    auto const now = morning_of(day_at(0));
    auto const secret = bench.get(keys.create("ann", scopes, now)).value();

    CHECK(secret.size() == 50);
    CHECK_FALSE(bench.get(keys.create("ann", scopes, now)).has_value());
    REQUIRE(bench.get(keys.find(secret, now)).has_value());
    CHECK(bench.get(keys.find(secret, now + 30s))->last_used == now);
    CHECK(bench.get(keys.find(secret, now + 90s))->last_used == now + 90s);
    CHECK(bench.get(keys.all()).at(0).scopes == scopes);
    auto wrong = secret;
    wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
    CHECK_FALSE(bench.get(keys.find(wrong, now)).has_value());
    CHECK_FALSE(bench.get(keys.find("", now)).has_value());
    CHECK(bench.ask("SELECT count(*) FROM api_key WHERE encode(sha256, 'escape') LIKE '%lacuna_%'") == "0");

    CHECK(bench.get(keys.revoke("ann", now)));
    CHECK_FALSE(bench.get(keys.revoke("ann", now)));
    CHECK_FALSE(bench.get(keys.find(secret, now)).has_value());
}

TEST_CASE("an imported series is a history with counts, replaced as a whole, never due",
          "[store][postgres]") {
    test::fresh_store bench;
    series_store series{bench.db};
    new_list const wanted{.slug = "theirs", .title = "Theirs", .imported = true, .origin = "them"};
    auto const list = bench.get(bench.lists.create(wanted)).value().key;
    std::vector<imported_state> states{{day_at(0), 111'111, verdict_kind::imported_available},
                                       {day_at(0), 222'222, verdict_kind::imported_error},
                                       {day_at(40), 111'111, verdict_kind::imported_not_available},
                                       {day_at(40), 111'111, verdict_kind::imported_error}};
    bench.get(series.import(list, states, morning_of(day_at(50))));
    CHECK(bench.ask("SELECT verdict, n FROM day_count ORDER BY day, verdict::text") == "A,1;E,1;N,1");
    states.pop_back();
    states.pop_back();
    bench.get(series.import(list, states, morning_of(day_at(51))));

    CHECK(bench.ask("SELECT verdict, n FROM day_count ORDER BY day, verdict::text") == "A,1;E,1");
    CHECK(bench.get(bench.audit->due_items(day_at(60))).empty());
    std::string csv;
    std::function<boost::asio::awaitable<void>(std::string)> const take = [&csv](std::string piece) {
        return append(csv, std::move(piece));
    };
    auto step = export_verdicts(bench.db, list, day_at(0), day_at(100), verdict_origin::imported,
                                audience::everyone, take);
    bench.get(std::move(step));
    CHECK(csv == to_string(day_at(0)) + ",tiktok,111111,imported_available,,0\n" + to_string(day_at(0)) +
                     ",tiktok,222222,imported_error,,0\n");
}
