#include "daemon/statistics/panel_history.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;

namespace {

utc_day day_at(int n) { return utc_day{std::chrono::year{2026} / 1 / 1} + std::chrono::days{n}; }

/// "r" returned, "m" missing, "." a day that does not count.
std::vector<counting_day> days_of(std::string_view letters) {
    std::vector<counting_day> days;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        if (letters[at] == '.') continue;
        days.push_back({.day = day_at(static_cast<int>(at)), .returned = letters[at] == 'r'});
    }
    return days;
}

/// "L" newly lost, "R" newly returned, "-" nothing; one letter a counting day.
std::string shifts(std::string_view letters) {
    debounce item;
    std::string found;
    for (auto const& day : days_of(letters)) {
        auto const shift = item.next(day.returned);
        found += shift == item_shift::lost ? 'L' : shift == item_shift::returned ? 'R' : '-';
    }
    return found;
}

}  // namespace

TEST_CASE("an item is newly lost on its second missing day running, and newly returned likewise",
          "[statistics]") {
    CHECK(shifts("rrmm") == "---L");
    CHECK(shifts("rmmmrrrmm") == "--L--R--L");
    CHECK(shifts("mmrr") == "---R");
}

TEST_CASE("single days are flicker, whichever way", "[statistics]") {
    CHECK(shifts("rrmrrmrmrr") == "----------");
    CHECK(shifts("mmrmmrmrmm") == "----------");
    CHECK(shifts("rmrmrmm") == "------L");
    CHECK(shifts("mrmrmm") == "------");
}

TEST_CASE("days that do not count are passed over", "[statistics]") {
    CHECK(shifts("r.m..m") == "--L");
    CHECK(shifts("") == "");
    CHECK_FALSE(debounce{}.state().has_value());
}

TEST_CASE("a panel's day counts items and creators that changed, and who could have", "[statistics]") {
    panel_history history;
    history.add_item("anna", days_of("rrmm"));
    history.add_item("anna", days_of("rrmm"));
    history.add_item("", days_of("rrmm"));
    history.add_item("", days_of("rrmm"));
    history.add_item("ben", days_of("mmrr"));
    history.add_item("ben", days_of("..rr"));   // Not paired.
    history.add_item("cleo", days_of("rr.r"));  // Paired on the last day alone.

    auto const days = history.days();

    REQUIRE(days.size() == 2);
    CHECK(days[0].day == day_at(2));
    CHECK(days[0].panel == 5);
    CHECK(days[0].lost_items == 0);
    CHECK(days[1].day == day_at(3));
    CHECK(days[1].panel == 6);
    CHECK(days[1].creators == 5);
    CHECK(days[1].lost_items == 4);
    CHECK(days[1].lost_creators == 3);
    CHECK(days[1].returned_items == 1);
    CHECK(days[1].returned_creators == 1);
}
