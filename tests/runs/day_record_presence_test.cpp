#include "tests/runs/one_item_day.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lacuna;
using namespace lacuna::test;

TEST_CASE("a bracket closes only with readings that lie wholly before and after", "[day record]") {
    one_item_day day;
    day.read('p', start + 29min);  // Ends at the moment of the confirmation: still before it.
    day.ask(first_pass, false);
    day.ask(confirmation, false, start + 30min);

    SECTION("a reading that began before the confirmation does not count as after") {
        day.read('p', start + 30min - 1ms);
        CHECK(day.verdict().judged.reason == verdict_reason::not_bracketed);
        CHECK(day.record.needs_reading_again(day.item()));
    }
    SECTION("one that began with it does") {
        day.read('p', start + 30min);
        CHECK(day.verdict().judged.kind == verdict_kind::missing);
    }
    SECTION("not public any more is perhaps a deletion, and no finding") {
        day.read('n', start + 40min);
        CHECK(day.verdict().judged.reason == verdict_reason::not_bracketed);
        day.read('n', start + 41min);
        CHECK(day.verdict().judged.kind == verdict_kind::unknown);
        CHECK(day.verdict().judged.reason == verdict_reason::presence_lost);
        CHECK(day.verdict().presence_after == block_id{3});
        CHECK_FALSE(day.record.needs_reading_again(day.item()));
        CHECK_FALSE(day.record.needs_quarantine(day.item()));
    }
    SECTION("a failed reading leaves the bracket open and the item due") {
        day.read('t', start + 40min);
        CHECK(day.verdict().judged.reason == verdict_reason::not_bracketed);
        CHECK(day.record.needs_reading_again(day.item()));
    }
}

TEST_CASE("an item read public only after the confirmation is not bracketed", "[day record]") {
    one_item_day day;
    day.read('p', start + 29min + 1ms);
    day.ask(first_pass, false);
    day.ask(confirmation, false, start + 30min);
    day.read('p', start + 40min);

    CHECK(day.verdict().judged.reason == verdict_reason::not_bracketed);
}

TEST_CASE("the latest reading that says something decides; a failed one hides nothing", "[day record]") {
    one_item_day day;
    day.read('t');
    CHECK(day.record.needs_presence(day.item()));
    CHECK(day.item().reading == 't');
    day.read('p');
    CHECK(day.item().reading == 'p');
    CHECK(day.item().read_by == block_id{2});
    CHECK_FALSE(day.record.needs_presence(day.item()));
    day.read('u');
    CHECK(day.item().reading == 'p');
    CHECK(day.item().read_by == block_id{2});
    day.read('n');
    CHECK(day.item().reading == 'n');
    day.read('s');
    CHECK(day.item().reading == 'n');
    CHECK(day.item().read_by == block_id{4});
}

TEST_CASE("a shell is not asked again and leaves presence not known", "[day record]") {
    one_item_day day;
    day.read('s');
    CHECK_FALSE(day.record.needs_presence(day.item()));
    CHECK_FALSE(day.record.needs_first_pass(day.item()));
    CHECK(day.record.needs_quarantine(day.item()));
    CHECK(day.verdict().judged.kind == verdict_kind::not_measured);

    day.ask(quarantine, false);

    CHECK(day.verdict().judged.kind == verdict_kind::unknown);
    CHECK(day.verdict().judged.reason == verdict_reason::presence_shell);
    CHECK(day.verdict().decided_by == call_id{1});
    CHECK(day.verdict().presence_before == block_id{1});
    CHECK_FALSE(day.record.needs_quarantine(day.item()));
}

TEST_CASE("a quarantine call finds what lingers, and what it leaves out stays not public", "[day record]") {
    one_item_day day;
    day.read('n');
    CHECK(day.record.needs_quarantine(day.item()));
    CHECK(day.verdict().judged.kind == verdict_kind::not_public);

    SECTION("returned") {
        day.ask(quarantine, true);
        CHECK(day.verdict().judged.kind == verdict_kind::lingering);
        CHECK_FALSE(day.record.needs_quarantine(day.item()));
        CHECK_FALSE(day.item().first_ask.has_value());
    }
    SECTION("left out") {
        day.ask(quarantine, false);
        CHECK(day.verdict().judged.kind == verdict_kind::not_public);
        CHECK(day.verdict().decided_by == call_id{1});
        CHECK(day.verdict().judged.grade == absence_grade::none);
        CHECK_FALSE(day.record.is_measured(day.item()));
    }
}

TEST_CASE("what quarantine left out decides nothing once the item is read public", "[day record]") {
    one_item_day day;
    day.read('t');
    day.ask(quarantine, false);
    CHECK(day.verdict().judged.reason == verdict_reason::presence_failed);

    day.read('p');

    CHECK(day.record.needs_first_pass(day.item()));
    CHECK(day.verdict().judged.kind == verdict_kind::not_measured);
}

TEST_CASE("an item that quarantine left out this week waits until the week is over", "[day record]") {
    auto item = old_item(1);
    item.quarantined_by = call_id{77};
    one_item_day day{item};
    CHECK_FALSE(day.verdict().decided_by.has_value());

    day.read('s');

    CHECK_FALSE(day.record.needs_quarantine(day.item()));
    CHECK(day.verdict().judged.kind == verdict_kind::unknown);
    CHECK(day.verdict().decided_by == call_id{77});
}

TEST_CASE("an item is settled at exactly the settle time, and its absence is not confirmed before",
          "[day record]") {
    auto item = old_item(1);
    auto const just_settled = std::chrono::floor<std::chrono::seconds>(start - settle);
    item.created->at = just_settled + 1s;
    one_item_day young{item};
    item.created->at = just_settled;
    one_item_day settled{item};
    for (auto* day : {&young, &settled}) {
        day->read('p');
        CHECK(day->record.needs_first_pass(day->item()));
        day->ask(first_pass, false);
    }

    CHECK(young.verdict().judged.kind == verdict_kind::too_young);
    CHECK_FALSE(young.record.needs_confirmation(young.item()));
    CHECK(settled.verdict().judged.kind == verdict_kind::unconfirmed);
    CHECK(settled.record.needs_confirmation(settled.item()));
}

TEST_CASE("without a presence arm all are asked, and what is absent has no known presence", "[day record]") {
    one_item_day day{old_item(1), true};
    CHECK_FALSE(day.record.needs_presence(day.item()));
    CHECK(day.record.needs_first_pass(day.item()));

    day.ask(first_pass, false);
    CHECK(day.record.needs_confirmation(day.item()));
    day.ask(confirmation, false);

    auto const row = day.verdict();
    CHECK(row.judged.kind == verdict_kind::unknown);
    CHECK(row.judged.reason == verdict_reason::presence_off);
    CHECK(row.confirmed_by == call_id{2});
    CHECK_FALSE(row.presence_before.has_value());
    CHECK_FALSE(day.record.needs_reading_again(day.item()));
    CHECK_FALSE(day.record.needs_quarantine(day.item()));
}

TEST_CASE("the letters of readings tell failures apart from each other and from answers", "[day record]") {
    std::set<char> letters{'p', 'n', 's'};
    for (std::int16_t failure = 1; failure <= 8; ++failure) {
        letters.insert(letter_of(static_cast<probe_failure>(failure)));
    }

    CHECK(letters == std::set<char>{'p', 'n', 's', 'u', 't', 'x', 'r', 'l', 'e', 'j', 'b'});
    CHECK(to_string(call_purpose::first_pass) == "first_pass");
    CHECK(to_string(call_purpose::harvest) == "harvest");
}
