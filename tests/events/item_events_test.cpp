#include "daemon/events/item_events.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace lacuna;

namespace {

constexpr item_key item{7};
event_subject const lost{.kind = event_kind::item_lost, .item = item};

utc_day day(int number) { return utc_day{std::chrono::days{20'000 + number}}; }

judgement as(verdict_kind kind) {
    bool const counts = kind == verdict_kind::retrievable || kind == verdict_kind::missing;
    return {.kind = kind, .countable = counts || kind == verdict_kind::unconfirmed, .counts = counts};
}

/// What a database would keep, and closing days against it.
struct kept_events {
    std::map<std::pair<event_subject, utc_day>, event_state> rows;
    std::map<int, item_memory> memory;

    item_memory before(int number) const {
        auto const found = memory.lower_bound(number);
        return found == memory.begin() ? item_memory{} : std::prev(found)->second;
    }
    void store(std::vector<event_state> const& changes) {
        for (auto const& event : changes) rows[{event.what, event.day}] = event;
    }
    std::vector<event_state> all() const {
        std::vector<event_state> states;
        for (auto const& [key, event] : rows) states.push_back(event);
        return states;
    }
    void close(int number, std::optional<verdict_kind> kind, bool watched = true) {
        day_events events{day(number), all()};
        item_today today{.item = item, .before = before(number), .watched = watched};
        if (kind) today.judged = as(*kind);
        follow_items(events, {today});
        store(events.changes());
        memory[number] = before(number);
        if (kind && counted_as(as(*kind))) memory[number] = remember(before(number), *counted_as(as(*kind)));
    }
    event_state const* find(event_kind kind, int number) const {
        auto const found = rows.find({{.kind = kind, .item = item}, day(number)});
        return found == rows.end() ? nullptr : &found->second;
    }
};

using enum verdict_kind;

}  // namespace

TEST_CASE("a lost item is opened when it is first absent, confirmed when missing, closed when it is back",
          "[events]") {
    kept_events kept;
    kept.close(1, retrievable);
    kept.close(2, unconfirmed);
    REQUIRE(kept.find(event_kind::item_lost, 2) != nullptr);
    CHECK(state_of(*kept.find(event_kind::item_lost, 2)) == "open");
    kept.close(3, not_measured);
    kept.close(4, missing);
    kept.close(5, missing);
    CHECK(kept.find(event_kind::item_lost, 2)->confirmed_on == day(4));
    kept.close(6, unknown);
    kept.close(7, retrievable);

    CHECK(kept.rows.size() == 2);
    CHECK(kept.find(event_kind::item_lost, 2)->closed_on == day(7));
    CHECK(kept.find(event_kind::item_lost, 2)->why == "returned");
    REQUIRE(kept.find(event_kind::item_returned, 7) != nullptr);
    CHECK(kept.find(event_kind::item_returned, 7)->confirmed_on == day(7));
    CHECK(kept.find(event_kind::item_returned, 7)->closed_on == day(7));
}

TEST_CASE("an item that was never retrievable is not lost, but returns", "[events]") {
    kept_events kept;
    kept.close(1, missing);
    kept.close(2, unconfirmed);
    CHECK(kept.rows.empty());
    kept.close(3, not_measured);
    kept.close(4, retrievable);
    CHECK(kept.rows.size() == 1);
    CHECK(kept.find(event_kind::item_returned, 4) != nullptr);
    kept.close(5, retrievable);
    CHECK(kept.rows.size() == 1);
}

TEST_CASE("what ends a loss without a return says why", "[events]") {
    struct row {
        verdict_kind kind;
        std::string why;
    };
    auto const one = GENERATE(
        values<row>({{not_public, "not_public"}, {lingering, "not_public"}, {excluded, "excluded"}}));
    kept_events kept;
    kept.close(1, retrievable);
    kept.close(2, missing);
    kept.close(3, one.kind);
    REQUIRE(kept.find(event_kind::item_lost, 2)->closed_on == day(3));
    CHECK(kept.find(event_kind::item_lost, 2)->why == one.why);
    CHECK(kept.rows.size() == 1);
}

TEST_CASE("a loss stays open while nothing is known of the item, and ends when it is no longer watched",
          "[events]") {
    kept_events kept;
    kept.close(1, retrievable);
    kept.close(2, missing);
    kept.close(3, std::nullopt, true);
    CHECK(!kept.find(event_kind::item_lost, 2)->closed_on);
    kept.close(4, std::nullopt, false);
    CHECK(kept.find(event_kind::item_lost, 2)->why == "not_watched");
}

TEST_CASE("a second run of the same day leads to the events of its own facts alone", "[events]") {
    kept_events kept;
    kept.close(1, retrievable);
    kept.close(2, missing);
    auto const once = kept.rows;
    kept.close(2, missing);
    CHECK(kept.rows == once);

    kept.close(2, unconfirmed);
    CHECK(!kept.find(event_kind::item_lost, 2)->confirmed_on);
    kept.close(2, retrievable);
    REQUIRE(kept.rows.size() == 1);
    CHECK(state_of(*kept.find(event_kind::item_lost, 2)) == "withdrawn");
    kept.close(2, missing);
    CHECK(kept.rows == once);
}

TEST_CASE("a return that the same day takes back leaves the loss open", "[events]") {
    kept_events kept;
    kept.close(1, retrievable);
    kept.close(2, missing);
    auto const before = *kept.find(event_kind::item_lost, 2);
    kept.close(3, retrievable);
    kept.close(3, missing);
    CHECK(*kept.find(event_kind::item_lost, 2) == before);
    CHECK(state_of(*kept.find(event_kind::item_returned, 3)) == "withdrawn");
}

TEST_CASE("a day amended after the next was closed leaves what the next decided", "[events]") {
    kept_events kept;
    kept.close(1, retrievable);
    kept.close(2, unconfirmed);
    kept.close(3, retrievable);
    kept.close(2, missing);
    CHECK(kept.find(event_kind::item_lost, 2)->closed_on == day(3));
}

TEST_CASE("however often days are closed, there is one open loss of an item at most", "[events]") {
    std::mt19937 random{GENERATE(1U, 2U, 3U, 4U)};
    std::vector<verdict_kind> const kinds{retrievable, missing, unconfirmed, unknown, not_public, excluded};
    kept_events once, often;
    for (int number = 1; number < 200; ++number) {
        auto const kind = kinds[random() % kinds.size()];
        once.close(number, kind);
        for (auto again = random() % 3; again > 0; --again)
            often.close(number, kinds[random() % kinds.size()]);
        often.close(number, kind);
    }
    int open = 0;
    for (auto const& [key, event] : often.rows) {
        if (!event.closed_on) ++open;
        auto const same = once.rows.find(key);
        if (same == once.rows.end()) {
            CHECK(state_of(event) == "withdrawn");
        } else {
            CHECK(same->second == event);
        }
    }
    CHECK(open <= 1);
    for (auto const& [key, event] : once.rows) CHECK(often.rows.contains(key));
}

TEST_CASE("a creator is lost with the last of five counting items, and no sooner", "[events]") {
    creator_today one{.list = list_key{3}, .creator = "c", .counting = 5, .possible = 5, .judged = 5};
    one.some_were_before = true;
    auto const lost_with = [](creator_today const& today) {
        day_events events{day(1), {}};
        follow_creators(events, {today});
        return events.changes().size() == 1;
    };
    CHECK(lost_with(one));
    auto four = one;
    four.counting = 4;
    CHECK_FALSE(lost_with(four));
    auto never = one;
    never.some_were_before = false;
    CHECK_FALSE(lost_with(never));
    auto some = one;
    some.retrievable = 1;
    CHECK_FALSE(lost_with(some));
}

TEST_CASE("a lost creator is over when a video is retrievable, or nothing public is left", "[events]") {
    creator_today const gone{.list = list_key{3},
                             .creator = "c",
                             .counting = 6,
                             .possible = 6,
                             .judged = 6,
                             .some_were_before = true};
    day_events first{day(1), {}};
    follow_creators(first, {gone});
    auto const stored = first.changes();
    REQUIRE(stored.size() == 1);
    CHECK(stored[0].confirmed_on == day(1));
    auto const after = [&](creator_today const& today) {
        day_events events{day(2), stored};
        follow_creators(events, {today});
        auto const changes = events.changes();
        return changes.empty() ? std::string{} : changes[0].why;
    };
    CHECK(after({.list = list_key{3}, .creator = "c", .counting = 2, .possible = 2, .judged = 6}).empty());
    CHECK(after({.list = list_key{3}, .creator = "c", .retrievable = 1, .possible = 6, .judged = 6}) ==
          "returned");
    CHECK(after({.list = list_key{3}, .creator = "c", .judged = 6}) == "not_public");
    CHECK(after({.list = list_key{3}, .creator = "c"}).empty());
}

TEST_CASE("a memory says the same as the days it stands for", "[events]") {
    // All histories of six counting days.
    for (unsigned history = 0; history < 64; ++history) {
        debounce whole;
        item_memory memory;
        for (unsigned at = 0; at < 6; ++at) {
            bool const returned = (history >> at & 1U) != 0;
            debounce restored;
            item_shift shift{};
            for (auto const& on : counting_days(memory, day(9), returned)) shift = restored.next(on.returned);
            CHECK(shift == whole.next(returned));
            CHECK(restored.paired() == whole.paired());
            memory = remember(memory, returned);
            CHECK(memory.steady == *whole.state());
            CHECK(memory.returned == returned);
            CHECK(item_memory::of_letter(memory.letter()) == memory);
        }
    }
    CHECK(item_memory::of_letter('-') == item_memory{});
    CHECK(item_memory::of_letter('~') == item_memory{});
}
