#include "daemon/run/ending.hpp"
#include "tests/runs/one_item_day.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace lacuna;
using namespace lacuna::test;

TEST_CASE("what has not been read is due for reading and not measured", "[day record]") {
    one_item_day day;

    CHECK(day.record.needs_presence(day.item()));
    CHECK_FALSE(day.record.needs_first_pass(day.item()));
    CHECK_FALSE(day.record.needs_quarantine(day.item()));
    CHECK(day.verdict().judged.kind == verdict_kind::not_measured);
    CHECK(day.verdict().judged.reason == verdict_reason::run_stopped);
    CHECK_FALSE(day.verdict().presence_before.has_value());
    CHECK_FALSE(day.verdict().decided_by.has_value());
}

TEST_CASE("a public item that is returned is retrievable", "[day record]") {
    one_item_day day;
    day.read('p');
    CHECK(day.record.needs_first_pass(day.item()));

    day.ask(first_pass, true);

    auto const row = day.verdict();
    CHECK(row.judged == judgement{.kind = verdict_kind::retrievable, .countable = true, .counts = true});
    CHECK(row.decided_by == call_id{1});
    CHECK(row.presence_before == block_id{1});
    CHECK_FALSE(row.presence_after.has_value());
    CHECK(row.first_ask == true);
    CHECK_FALSE(day.record.needs_first_pass(day.item()));
    CHECK_FALSE(day.record.needs_confirmation(day.item()));
}

TEST_CASE("an absence goes from unconfirmed to missing by a second call and a second reading",
          "[day record]") {
    one_item_day day;
    day.read('p');
    day.ask(first_pass, false);
    CHECK(day.verdict().judged.kind == verdict_kind::unconfirmed);
    CHECK(day.verdict().judged.reason == verdict_reason::absent_once);
    CHECK(day.verdict().judged.grade == absence_grade::once);
    CHECK(day.record.needs_confirmation(day.item()));
    CHECK_FALSE(day.record.needs_reading_again(day.item()));

    day.ask(confirmation, false, start + 30min);
    CHECK(day.verdict().judged.kind == verdict_kind::unconfirmed);
    CHECK(day.verdict().judged.reason == verdict_reason::not_bracketed);
    CHECK_FALSE(day.record.needs_confirmation(day.item()));
    CHECK(day.record.needs_reading_again(day.item()));

    day.read('p', start + 40min);
    auto const row = day.verdict();
    CHECK(row.judged == judgement{.kind = verdict_kind::missing,
                                  .grade = absence_grade::twice,
                                  .countable = true,
                                  .counts = true});
    CHECK(row.decided_by == call_id{1});
    CHECK(row.confirmed_by == call_id{2});
    CHECK(row.presence_before == block_id{1});
    CHECK(row.presence_after == block_id{2});
    CHECK(row.first_ask == false);
    CHECK_FALSE(day.record.needs_reading_again(day.item()));
}

TEST_CASE("whatever call returns an item, it is returned", "[day record]") {
    // Not by the short names: GENERATE would refer to them when they are gone.
    auto const purpose = GENERATE(call_purpose::first_pass, call_purpose::confirmation, call_purpose::alone,
                                  call_purpose::quarantine, call_purpose::harvest);
    one_item_day day;
    day.read('p');
    day.ask(first_pass, false);

    day.ask(purpose, true);

    auto const row = day.verdict();
    CHECK(row.judged.kind == verdict_kind::retrievable);
    CHECK(row.decided_by == call_id{2});
    CHECK_FALSE(row.confirmed_by.has_value());
    CHECK(row.first_ask == false);
    CHECK_FALSE(day.record.needs_confirmation(day.item()));
}

TEST_CASE("a known item that a confirmation loses stays returned", "[day record]") {
    one_item_day day;
    day.read('p');
    day.ask(first_pass, true);

    day.ask(confirmation, false);

    CHECK(day.verdict().judged.kind == verdict_kind::retrievable);
    CHECK_FALSE(day.verdict().confirmed_by.has_value());
}

TEST_CASE("a batch is absent only when a page of it was the last, and counts all its pages", "[day record]") {
    one_item_day day;
    day.read('p');
    auto first = day.call(first_pass, false);
    first.complete = false;
    day.record.apply(first);
    CHECK(day.verdict().judged.kind == verdict_kind::not_measured);
    CHECK_FALSE(day.item().first_ask.has_value());
    auto page = day.call(first_pass, false);
    page.items.clear();
    page.returned.clear();
    page.continues = first.call;

    SECTION("left out by all pages: absent by the first call") {
        day.record.apply(page);
        CHECK(day.verdict().decided_by == first.call);
        CHECK(day.verdict().judged.grade == absence_grade::once);
    }
    SECTION("returned by the second page: returned by that one") {
        page.returned = {item_key{1}};
        day.record.apply(page);
        CHECK(day.verdict().decided_by == page.call);
        CHECK(day.item().first_ask == true);
        CHECK(day.verdict().judged.kind == verdict_kind::retrievable);
    }
    SECTION("the second page failed: nothing is known") {
        page.failure = probe_failure::server_error;
        day.record.apply(page);
        CHECK(day.verdict().judged.kind == verdict_kind::not_measured);
        CHECK(day.verdict().judged.reason == verdict_reason::platform_failed);
        CHECK(day.item().failed_tries == 1);
    }
}

TEST_CASE("a page whose first call is not known is believed in what it returned only", "[day record]") {
    one_item_day day;
    day.read('p');
    auto page = day.call(first_pass, false);
    page.continues = call_id{999};

    day.record.apply(page);
    CHECK(day.verdict().judged.kind == verdict_kind::not_measured);

    page.returned = {item_key{1}};
    day.record.apply(page);
    CHECK(day.verdict().judged.kind == verdict_kind::retrievable);
}

TEST_CASE("a confirmation over two pages confirms by its first call, at that call's time", "[day record]") {
    one_item_day day;
    day.read('p');
    day.ask(first_pass, false);
    auto first = day.call(confirmation, false, start + 30min);
    first.complete = false;
    day.record.apply(first);
    CHECK(day.record.needs_confirmation(day.item()));
    auto page = day.call(confirmation, false, start + 35min);
    page.items.clear();
    page.returned.clear();
    page.continues = first.call;

    day.record.apply(page);
    CHECK(day.verdict().confirmed_by == first.call);

    day.read('p', start + 32min);  // Before the second page.
    CHECK(day.verdict().judged.kind == verdict_kind::missing);
}

TEST_CASE("failed calls are counted, and the last one's reason decides whose gap it is", "[day record]") {
    one_item_day day;
    day.read('p');
    day.fail(probe_failure::server_error);
    CHECK(day.item().failed_tries == 1);
    CHECK(day.verdict().judged.reason == verdict_reason::platform_failed);
    CHECK(day.record.needs_first_pass(day.item()));

    day.fail(probe_failure::refused);
    CHECK(day.item().failed_tries == 2);
    CHECK(day.verdict().judged.reason == verdict_reason::platform_refused);

    day.fail(probe_failure::timed_out);
    CHECK(day.verdict().judged.reason == verdict_reason::platform_failed);
    CHECK_FALSE(day.item().first_ask.has_value());
    CHECK_FALSE(day.verdict().decided_by.has_value());
}

TEST_CASE("a failed call is never absence, even if it claims to be complete", "[day record]") {
    one_item_day day;
    day.read('p');
    auto failed = day.call(first_pass, false);
    failed.failure = probe_failure::unreadable;

    day.record.apply(failed);

    CHECK_FALSE(day.record.is_measured(day.item()));
    CHECK(day.verdict().judged.kind == verdict_kind::not_measured);
}

TEST_CASE("why an item was not measured: no date, then the budget, then the time, then the platform",
          "[day record]") {
    one_item_day day;
    day.read('p');
    day.fail(probe_failure::timed_out);
    day.item().out_of_time = true;
    CHECK(day.verdict().judged.reason == verdict_reason::time_spent);
    day.item().out_of_quota = true;
    CHECK(day.verdict().judged.reason == verdict_reason::quota_spent);

    one_item_day undated{{.key = item_key{1}, .platform_id = 1}};
    undated.read('p');
    undated.item().out_of_quota = true;
    CHECK(undated.verdict().judged.reason == verdict_reason::no_creation_time);
    CHECK(undated.verdict().judged.countable);
    CHECK_FALSE(undated.record.needs_first_pass(undated.item()));
    undated.read('n');
    CHECK_FALSE(undated.record.needs_quarantine(undated.item()));
}

TEST_CASE("due are the dated public ones, measured those that an ordinary answer covered", "[day record]") {
    one_item_day day;
    auto const due_and_measured = [&day] {
        auto const ending = ending_of(day.record);
        return std::pair{ending.due, ending.measured};
    };
    CHECK(due_and_measured() == std::pair<std::int64_t, std::int64_t>{0, 0});
    day.read('p');
    CHECK(due_and_measured() == std::pair<std::int64_t, std::int64_t>{1, 0});
    day.fail(probe_failure::timed_out);
    CHECK(due_and_measured() == std::pair<std::int64_t, std::int64_t>{1, 0});
    day.ask(first_pass, false);
    CHECK(due_and_measured() == std::pair<std::int64_t, std::int64_t>{1, 1});
}

TEST_CASE("every due item gets a verdict, in the order given, and strangers none", "[day record]") {
    one_item_day day;
    day.record.apply({.block = block_id{1}, .items = {item_key{12345}}, .readings = {'p'}});
    auto call = day.call(first_pass, false);
    call.items.push_back(item_key{777});
    call.returned.push_back(item_key{778});
    day.record.apply(call);

    auto const rows = day.record.verdicts();

    REQUIRE(rows.size() == 3);
    CHECK(rows[0].item == item_key{7});
    CHECK(rows[1].item == item_key{1});
    CHECK(rows[2].item == item_key{9});
    CHECK(day.record.place_of(item_key{9}) == 2);
    CHECK_FALSE(day.record.place_of(item_key{777}).has_value());
}

TEST_CASE("a block with more items than readings is our own fault", "[day record]") {
    one_item_day day;

    CHECK_THROWS_AS(day.record.apply(presence_block{.items = {item_key{1}}}), std::invalid_argument);
}
