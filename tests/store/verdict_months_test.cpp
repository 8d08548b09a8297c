#include "daemon/store/item_reader.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/store/series_store.hpp"
#include "tests/store/fresh_store.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace lacuna;
using test::day_at;
using test::morning_of;
using test::verdict_of;
using namespace std::chrono_literals;

namespace {

/// 70 items: of three parts, the last of them not full.
struct bench : test::fresh_store {
    bench() {
        list = make_list("news").key;
        add(list, 1'000'000, 70);
    }

    opened_run run_day(int offset, std::int64_t odd_one, verdict_kind odd_kind) {
        auto const day = day_at(offset);
        auto const opened = get(audit->open_run(day, morning_of(day), 7));
        auto const odd_key = key_of(odd_one);
        std::vector<verdict_row> verdicts;
        for (auto const& due : get(audit->due_items(day))) {
            bool const odd = due.key == odd_key;
            verdicts.push_back(verdict_of(due.key, odd ? odd_kind : verdict_kind::retrievable));
        }
        run_ending const ending{.api = run_ending::arm::valid, .presence = run_ending::arm::valid};
        get(audit->close_run(opened, morning_of(day) + 1h, ending, verdicts, {}));
        return opened;
    }

    std::string letters_of(std::int64_t id, int from, int to, audience who = audience::everyone) {
        return get(items.letters(key_of(id), day_at(from), day_at(to), who));
    }
    /// All there is, before and after it was made anew from the verdicts.
    std::pair<std::string, std::string> kept_and_rebuilt() {
        std::string const all =
            "SELECT part, month, rule_version, letters FROM verdict_month ORDER BY 1, 2, 3";
        auto const kept = ask(all);
        ask("SELECT rebuild_verdict_month(month, rule_version)"
            "  FROM (SELECT DISTINCT month, rule_version FROM verdict_month) months");
        return {kept, ask(all)};
    }

    list_key list{};
    item_reader items{db};
    series_store series{db};
};

std::string with_gaps(std::string text) {
    std::ranges::replace(text, '.', '\0');
    return text;
}

}  // namespace

TEST_CASE("letters written day by day are those that the verdicts make", "[store][postgres]") {
    bench bench;
    // 2024-10-04 and on: over the end of a month, with a day left out.
    bench.run_day(26, 1'000'031, verdict_kind::missing);
    bench.run_day(27, 1'000'032, verdict_kind::not_public);
    bench.run_day(29, 1'000'069, verdict_kind::unknown);

    auto const [kept, rebuilt] = bench.kept_and_rebuilt();
    CHECK(kept == rebuilt);
    CHECK(bench.ask("SELECT count(DISTINCT part), count(DISTINCT month) FROM verdict_month") == "3,2");
    CHECK(bench.letters_of(1'000'031, 25, 30) == with_gaps(".mr.r."));
    CHECK(bench.letters_of(1'000'032, 25, 30) == with_gaps(".rn.r."));
    CHECK(bench.letters_of(1'000'069, 25, 30) == with_gaps(".rr.u."));
    CHECK(bench.letters_of(1'000'000, 27, 27) == "r");
    CHECK(bench.letters_of(1'000'000, 28, 27).empty());
}

TEST_CASE("a run of the same day again changes its letters and no others", "[store][postgres]") {
    bench bench;
    bench.run_day(0, 1'000'001, verdict_kind::missing);
    bench.run_day(1, 1'000'001, verdict_kind::missing);

    bench.run_day(1, 1'000'001, verdict_kind::lingering);

    CHECK(bench.letters_of(1'000'001, 0, 1) == "ml");
    CHECK(bench.letters_of(1'000'002, 0, 1) == "rr");
    auto const [kept, rebuilt] = bench.kept_and_rebuilt();
    CHECK(kept == rebuilt);
}

TEST_CASE("strips have a letter a day for each item asked for, and as of a day none later",
          "[store][postgres]") {
    bench bench;
    bench.run_day(0, 1'000'005, verdict_kind::missing);
    bench.run_day(30, 1'000'005, verdict_kind::missing);
    std::vector<item_key> const asked{bench.key_of(1'000'069), bench.key_of(1'000'005)};

    auto const strips =
        bench.get(bench.items.strips(asked, day_at(0), day_at(31), verdict_origin::ours, audience::everyone));

    REQUIRE(strips.size() == 2);
    CHECK(strips[0].key == asked[0]);
    CHECK(strips[0].days == 'r' + std::string(29, '\0') + "r" + std::string(1, '\0'));
    CHECK(strips[1].days == 'm' + std::string(29, '\0') + "m" + std::string(1, '\0'));
    auto const then = bench.get(
        bench.items.strips(asked, day_at(0), day_at(31), verdict_origin::ours, {.as_of = day_at(29)}));
    CHECK(then[1].days == 'm' + std::string(31, '\0'));
    CHECK(bench.letters_of(1'000'005, 0, 31, {.as_of = day_at(29)}) == 'm' + std::string(31, '\0'));
    CHECK(bench.letters_of(1'000'005, 0, 31, {.as_of = day_at(30)})[30] == 'm');
    CHECK(bench.get(bench.items.strips({}, day_at(0), day_at(9), verdict_origin::ours, audience::everyone))
              .empty());
}

TEST_CASE("letters are those of the rules in force for each day", "[store][postgres]") {
    bench bench;
    bench.run_day(0, 1'000'003, verdict_kind::missing);
    bench.run_day(1, 1'000'003, verdict_kind::missing);
    auto const second = to_string(day_at(1));
    // Judged again under new rules from the second day on.
    bench.ask("INSERT INTO rule_set VALUES (7, 1, '" + second + "', '" + second +
              " 12:00 UTC', 'new') RETURNING 1");
    bench.ask("SELECT ensure_verdict_partition('" + second + "', 7::smallint)");
    bench.ask(
        "INSERT INTO verdict SELECT item, day, 0, 0, 0, 0, 7, 'x', '-', '-', false, false, '-' FROM verdict "
        "WHERE day = '" +
        second + "' RETURNING 1");
    bench.ask("SELECT rebuild_verdict_month(date_trunc('month', date '" + second + "')::date, 7::smallint)");

    CHECK(bench.letters_of(1'000'003, 0, 1) == "mx");
    CHECK(bench.letters_of(1'000'003, 0, 1, {.as_of = day_at(0)}) == with_gaps("m."));
}

TEST_CASE("an item's history is ours, and somebody else's where there is none of ours", "[store][postgres]") {
    bench bench;
    new_list const wanted{.slug = "theirs", .title = "Theirs", .imported = true, .origin = "them"};
    auto const theirs = bench.get(bench.lists.create(wanted)).value().key;
    std::vector<imported_state> states{{day_at(-1), 1'000'003, verdict_kind::imported_available},
                                       {day_at(0), 1'000'003, verdict_kind::imported_not_available},
                                       {day_at(1), 1'000'003, verdict_kind::imported_error}};
    bench.get(bench.series.import(theirs, states, morning_of(day_at(2))));
    bench.run_day(0, 1'000'003, verdict_kind::missing);

    CHECK(bench.letters_of(1'000'003, -2, 1) == with_gaps(".AmE"));
    auto const strips = bench.get(bench.items.strips({bench.key_of(1'000'003)}, day_at(-1), day_at(1),
                                                     verdict_origin::imported, audience::everyone));
    CHECK(strips.at(0).days == "ANE");

    states.pop_back();
    bench.get(bench.series.import(theirs, states, morning_of(day_at(3))));
    CHECK(bench.letters_of(1'000'003, -2, 1) == with_gaps(".Am."));
}

TEST_CASE("what a private series says of an item on a public list is told to key holders alone",
          "[store][postgres]") {
    bench bench;
    new_list const wanted{
        .slug = "theirs", .title = "Theirs", .is_public = false, .imported = true, .origin = "them"};
    auto const theirs = bench.get(bench.lists.create(wanted)).value().key;
    std::vector<imported_state> const states{{day_at(-1), 1'000'003, verdict_kind::imported_available}};
    bench.get(bench.series.import(theirs, states, morning_of(day_at(2))));
    auto const key = bench.key_of(1'000'003);
    std::vector<item_key> const keys{key};
    auto const strip_of = [&](audience who) {
        auto const whose = verdict_origin::imported;
        return bench.get(bench.items.strips(keys, day_at(-1), day_at(0), whose, who)).at(0).days;
    };

    CHECK(bench.letters_of(1'000'003, -1, 0) == with_gaps(".."));
    CHECK(strip_of(audience::everyone) == with_gaps(".."));
    CHECK(bench.get(bench.items.history(key, day_at(-1), day_at(0), audience::everyone)).empty());
    CHECK(bench.get(bench.items.on_days(key, {day_at(-1)}, audience::everyone)).empty());
    CHECK_FALSE(bench.get(bench.items.find(1'000'003, audience::everyone))->verdict);

    CHECK(bench.letters_of(1'000'003, -1, 0, audience::key_holder) == with_gaps("A."));
    CHECK(strip_of(audience::key_holder) == with_gaps("A."));
    CHECK(bench.get(bench.items.history(key, day_at(-1), day_at(0), audience::key_holder)).size() == 1);
    CHECK(bench.get(bench.items.find(1'000'003, audience::key_holder))->verdict ==
          verdict_kind::imported_available);
}

TEST_CASE("letters of a re-judging that was cut off go with it", "[store][postgres]") {
    bench bench;
    bench.run_day(0, 1'000'003, verdict_kind::missing);
    auto const in_force = bench.ask("SELECT DISTINCT rule_version FROM verdict_month");
    auto const next = std::stoi(in_force) + 1;
    auto const number = std::to_string(next);
    bench.ask("SELECT ensure_verdict_partition('2024-10-04', " + number + "::smallint)");
    bench.ask("INSERT INTO verdict_month SELECT part, month, " + number +
              ", letters FROM verdict_month RETURNING 1");
    auto clear = [](pqxx::work& transaction) { return clear_next_version(transaction); };

    CHECK(bench.get(bench.db.transact(clear)) == next);

    CHECK(bench.ask("SELECT DISTINCT rule_version FROM verdict_month") == in_force);
}

TEST_CASE("verdicts that are older than the letters get theirs when the schema is brought up to date",
          "[store][postgres]") {
    test::scratch_database server;
    boost::asio::io_context events;
    database db{server.url(), 1};
    auto const apply = [&](std::vector<embedded::file> files) {
        auto future = boost::asio::co_spawn(events, apply_migrations(db, files), boost::asio::use_future);
        events.restart();
        events.run();
        return future.get();
    };
    std::vector<embedded::file> files{embedded::sql().begin(), embedded::sql().end()};
    auto const at = std::ranges::find_if(files, [](auto const& file) {
        return std::string_view{file.path}.find("verdict_month") != std::string_view::npos;
    });
    REQUIRE(at != files.end());
    apply({files.begin(), at});
    pqxx::connection connection{server.url()};
    pqxx::nontransaction direct{connection};
    direct.exec("SELECT ensure_verdict_partition('2024-02-01', 1::smallint)");
    direct.exec(
        "INSERT INTO verdict SELECT item, day, 0, 0, 0, 0, 1, letter::\"char\", '-', '-', false, false, '-' "
        "FROM (VALUES (31, date '2024-02-29', 'm'), (32, '2024-02-01', 'r'), (63, '2024-02-29', 'n')) v "
        "(item, day, letter)");

    apply(files);

    auto const rows = direct.exec("SELECT part, month, letters FROM verdict_month ORDER BY part");
    REQUIRE(rows.size() == 2);
    std::string blank(32 * 31, ' ');
    auto first = blank, second = blank;
    first[31 * 31 + 28] = 'm';
    second[0] = 'r';
    second[31 * 31 + 28] = 'n';
    CHECK(rows[0][2].as<std::string>() == first);
    CHECK(rows[1][2].as<std::string>() == second);
    CHECK(rows[1][1].as<std::string>() == "2024-02-01");
}
