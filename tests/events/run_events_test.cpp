#include "daemon/events/run_events.hpp"
#include "daemon/events/list_events.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

utc_day day(int number) { return utc_day{std::chrono::days{20'000 + number}}; }

/// Runs one after the other; what each leads to is kept as a database would.
struct runs {
    std::vector<event_state> rows;

    template <class Follow>
    void close_with(int number, Follow follow) {
        day_events events{day(number), rows};
        follow(events);
        for (auto const& changed : events.changes()) {
            std::erase_if(rows, [&](event_state const& row) {
                return row.what == changed.what && row.day == changed.day;
            });
            rows.push_back(changed);
        }
    }
    void close(int number, run_facts const& facts) {
        close_with(number, [&](day_events& events) { follow_run(events, facts); });
    }
    event_state const* find(event_kind kind, int number, std::string const& aspect = {}) const {
        for (auto const& row : rows) {
            if (row.what.kind == kind && row.day == day(number) && row.what.aspect == aspect) return &row;
        }
        return nullptr;
    }
};

run_facts void_api() {
    run_facts facts{.api = run_facts::arm::invalid};
    facts.void_reason = "more than a third of the items stayed unmeasured";
    return facts;
}

run_facts silent(int before) {
    auto facts = void_api();
    facts.silent = true;
    facts.silent_before = before;
    return facts;
}

run_facts mass(char letter, std::int64_t items = 100) {
    run_facts facts;
    facts.mass_change = letter;
    facts.changed = items;
    facts.public_changed = items;
    return facts;
}

}  // namespace

TEST_CASE("a void arm is one event until the next valid run", "[events]") {
    runs kept;
    kept.close(1, void_api());
    kept.close(2, void_api());
    REQUIRE(kept.rows.size() == 1);
    CHECK(kept.rows[0].what.aspect == "api");
    CHECK(kept.rows[0].confirmed_on == day(1));
    CHECK(kept.rows[0].public_details == kept.rows[0].details);
    kept.close(3, {});
    CHECK(kept.rows[0].closed_on == day(3));
    kept.close(4, void_api());
    CHECK(kept.rows.size() == 2);
}

TEST_CASE("a void run that the same day's next makes good is withdrawn", "[events]") {
    runs kept;
    kept.close(1, void_api());
    kept.close(1, {});
    REQUIRE(kept.rows.size() == 1);
    CHECK(state_of(kept.rows[0]) == "withdrawn");
}

TEST_CASE("two silent days are no event, three are, until a valid one", "[events]") {
    runs kept;
    kept.close(1, silent(0));
    kept.close(2, silent(1));
    CHECK(kept.find(event_kind::api_silent, 2) == nullptr);
    kept.close(3, silent(2));
    REQUIRE(kept.find(event_kind::api_silent, 3) != nullptr);
    kept.close(4, void_api());
    CHECK(!kept.find(event_kind::api_silent, 3)->closed_on);
    kept.close(5, {});
    CHECK(kept.find(event_kind::api_silent, 3)->closed_on == day(5));
}

TEST_CASE("a mass change is provisional until it is repeated or refuted", "[events]") {
    runs kept;
    kept.close(1, mass('p'));
    REQUIRE(kept.find(event_kind::mass_change, 1, "fall") != nullptr);
    CHECK(state_of(*kept.find(event_kind::mass_change, 1, "fall")) == "open");
    SECTION("repeated") {
        kept.close(2, mass('f'));
        CHECK(kept.find(event_kind::mass_change, 1, "fall")->confirmed_on == day(2));
        kept.close(3, {});
        CHECK(!kept.find(event_kind::mass_change, 1, "fall")->closed_on);
        kept.close(4, mass('r'));
        CHECK(kept.find(event_kind::mass_change, 1, "fall")->closed_on == day(4));
        CHECK(state_of(*kept.find(event_kind::mass_change, 4, "rise")) == "closed");
    }
    SECTION("refuted") {
        kept.close(2, mass('x'));
        CHECK(kept.find(event_kind::mass_change, 1, "fall")->why == "refuted");
    }
    SECTION("not repeated by the next valid run") {
        kept.close(2, void_api());
        CHECK(!kept.find(event_kind::mass_change, 1, "fall")->closed_on);
        kept.close(3, {});
        CHECK(kept.find(event_kind::mass_change, 1, "fall")->why == "not_repeated");
    }
}

TEST_CASE("corruption is an event of its day, and holds no number of private lists", "[events]") {
    runs kept;
    run_facts facts{.calls = 90, .contradicted = 3, .dropped = 40};
    kept.close(1, facts);
    REQUIRE(kept.rows.size() == 1);
    CHECK(kept.rows[0].details == R"({"calls_contradicted":3,"calls":90,"items_dropped":40})");
    CHECK(kept.rows[0].public_details.empty());
    CHECK(kept.rows[0].closed_on == day(1));

    facts.public_contradicted = 1;
    facts.public_calls = 30;
    kept.close(1, facts);
    REQUIRE(kept.rows.size() == 1);
    CHECK(kept.rows[0].public_details == R"({"calls_contradicted":1,"calls":30})");
    kept.close(2, {});
    CHECK(kept.rows.size() == 1);
}

TEST_CASE("vantages disagree until they agree", "[events]") {
    runs kept;
    kept.close(1, {.compared = 50, .disagreed = 4});
    kept.close(2, {.compared = 50, .disagreed = 2});
    REQUIRE(kept.rows.size() == 1);
    kept.close(3, {});
    CHECK(!kept.rows[0].closed_on);
    kept.close(4, {.compared = 50});
    CHECK(kept.rows[0].closed_on == day(4));
}

TEST_CASE("what is shown is stale after 26 hours, not at them", "[events]") {
    utc_time const last = utc_time{day(0)} + 5h;
    CHECK_FALSE(stale_since(last, last + 26h).has_value());
    CHECK(stale_since(last, last + 26h + 1ms) == last + 26h);
    CHECK_FALSE(stale_since(last, last - 1h).has_value());
}

TEST_CASE("a list that falls is one event, closed when it is back", "[events]") {
    // 30 quiet days, then 40 of 400 items of 40 creators are lost, and return ten days later.
    std::vector<panel_day> history;
    runs kept;
    std::optional<utc_day> found, closed;
    for (int number = 0; number < 60; ++number) {
        panel_day on{.day = day(number), .panel = 400, .creators = 200};
        if (number == 30) on.lost_items = on.lost_creators = 40;
        if (number == 45) on.returned_items = on.returned_creators = 40;
        history.push_back(on);
        auto const follow = [&](day_events& events) { follow_list(events, list_key{2}, history); };
        kept.close_with(number, follow);
        auto const once = kept.rows;
        kept.close_with(number, follow);
        CHECK(kept.rows == once);
    }
    REQUIRE(kept.rows.size() == 1);
    CHECK(kept.rows[0].what.kind == event_kind::list_fell);
    CHECK(kept.rows[0].what.list == list_key{2});
    CHECK(kept.rows[0].day == day(30));
    CHECK(kept.rows[0].closed_on == day(45));
    CHECK(kept.rows[0].details.find("\"items\":40") != std::string::npos);
}
