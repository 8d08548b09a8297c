#include "daemon/charts/cells.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lacuna;
using namespace std::chrono_literals;
using charts::cell_size;
using std::chrono::days;

namespace {

utc_day const ten_years_ago{2016y / 11 / 29};
utc_day const today{2026y / 11 / 27};

std::string ten_years_of(char letter) {
    return std::string(static_cast<std::size_t>((today - ten_years_ago).count() + 1), letter);
}

}  // namespace

TEST_CASE("every verdict has its place in the order of the worst, once", "[charts]") {
    std::set<verdict_kind> const ranked{charts::worst_first().begin(), charts::worst_first().end()};

    CHECK(ranked.size() == charts::worst_first().size());
    for (auto const& word : verdict_words()) CHECK(ranked.contains(word.kind));
}

TEST_CASE("a cell of several days is drawn as the worst of them", "[charts]") {
    using namespace std::string_view_literals;
    CHECK(charts::worst_of("rrrmrrr") == 'm');
    CHECK(charts::worst_of("rclxynu") == 'l');
    CHECK(charts::worst_of("rrc") == 'c');
    CHECK(charts::worst_of("rrn") == 'n');
    CHECK(charts::worst_of("AAN") == 'N');
    CHECK(charts::worst_of("Am") == 'm');
}

TEST_CASE("days that say nothing about a video never outrank one that does", "[charts]") {
    using namespace std::string_view_literals;
    for (char const silent : {'u', 'g', 'E', '\0', '?'}) {
        for (char const telling : {'r', 'm', 'l', 'c', 'x', 'y', 'n', 'A', 'N'}) {
            INFO(silent << ' ' << telling);
            CHECK(charts::worst_of(std::string{silent, telling, silent}) == telling);
        }
    }
    CHECK(charts::worst_of("gu"sv) == 'u');
    CHECK(charts::worst_of("\0\0"sv) == '\0');
    CHECK(charts::worst_of("") == '\0');
}

TEST_CASE("cells follow one another without a gap, whatever their size", "[charts]") {
    auto const letters = ten_years_of('r');
    for (auto const size : {cell_size::day, cell_size::week, cell_size::month}) {
        auto const cells = charts::cells_of(letters, ten_years_ago, size);
        INFO(charts::to_string(size));
        REQUIRE_FALSE(cells.empty());
        CHECK(cells.front().first == ten_years_ago);
        CHECK(cells.back().last == today);
        std::size_t days_in_all = 0;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            days_in_all += cells[i].letters.size();
            CHECK(std::cmp_equal((cells[i].last - cells[i].first).count() + 1, cells[i].letters.size()));
            if (i > 0) CHECK(cells[i].first == cells[i - 1].last + days{1});
        }
        CHECK(days_in_all == letters.size());
    }
    CHECK(charts::cells_of(letters, ten_years_ago, cell_size::month).size() == 121);
    CHECK(charts::cells_of({}, today, cell_size::week).empty());
}

TEST_CASE("weeks begin on Monday, months on the first, and leap years have their day", "[charts]") {
    std::string const letters(60, 'r');
    utc_day const first{2024y / 2 / 14};  // A Wednesday.

    auto const weeks = charts::cells_of(letters, first, cell_size::week);
    CHECK(weeks[0].last == utc_day{2024y / 2 / 18});
    CHECK(weeks[1].first == utc_day{2024y / 2 / 19});
    CHECK(weeks[1].letters.size() == 7);

    auto const months = charts::cells_of(letters, first, cell_size::month);
    REQUIRE(months.size() == 3);
    CHECK(months[0].last == utc_day{2024y / 2 / 29});
    CHECK(months[1].letters.size() == 31);
    CHECK(months[2].last == utc_day{2024y / 4 / 13});  // A month that is not over.
    CHECK(charts::cells_of(letters, utc_day{2025y / 2 / 1}, cell_size::month)[0].letters.size() == 28);
}

TEST_CASE("a zoomed strip keeps gaps blank and mixed cells at their worst", "[charts]") {
    utc_day const monday{2026y / 11 / 2};
    std::string letters(28, '\0');
    letters[0] = 'r';
    letters[6] = 'g';
    letters[14] = 'r';
    letters[15] = 'm';
    letters[21] = 'g';

    CHECK(charts::drawn_letters(charts::cells_of(letters, monday, cell_size::week)) ==
          std::string("r\0mg", 4));
}

TEST_CASE("a week lies in the year of its Thursday", "[charts]") {
    std::string const letters(3, 'm');
    utc_day const new_year{2027y / 1 / 1};  // A Friday: of week 53 of 2026.
    auto const cells = charts::cells_of(letters, new_year, cell_size::week);

    auto const lines = charts::calendar_of(cells, cell_size::week);

    REQUIRE(lines.size() == 1);
    CHECK(lines[0].name == "2026");
    REQUIRE(lines[0].places.size() == 53);
    REQUIRE(lines[0].places[52]);
    CHECK(lines[0].places[52]->first == new_year);
    CHECK_FALSE(lines[0].places[51]);

    utc_day const monday{2024y / 12 / 30};  // Week 1 of 2025.
    auto const others = charts::cells_of(letters, monday, cell_size::week);
    CHECK(charts::calendar_of(others, cell_size::week)[0].name == "2025");
    CHECK(charts::calendar_of(others, cell_size::week)[0].places[0]);
}

TEST_CASE("a calendar has its newest line first and none that is blank", "[charts]") {
    auto letters = ten_years_of('\0');
    letters.front() = 'r';
    letters.back() = 'm';
    auto const days_of = charts::cells_of(letters, ten_years_ago, cell_size::day);
    auto const months = charts::cells_of(letters, ten_years_ago, cell_size::month);

    auto const by_day = charts::calendar_of(days_of, cell_size::day);
    auto const by_month = charts::calendar_of(months, cell_size::month);

    REQUIRE(by_day.size() == 2);
    CHECK(by_day[0].name == "Nov 2026");
    REQUIRE(by_day[0].places.size() == 31);
    CHECK(by_day[0].places[26]->drawn() == 'm');
    CHECK_FALSE(by_day[0].places[27]);
    REQUIRE(by_month.size() == 2);
    CHECK(by_month[1].name == "2016");
    CHECK_FALSE(by_month[1].places[9]);
    CHECK(by_month[1].places[10]->drawn() == 'r');
    CHECK(by_month[1].places[11]->drawn() == '\0');
}

TEST_CASE("the sizes of cells are read by the names they are written with", "[charts]") {
    for (auto const size : {cell_size::day, cell_size::week, cell_size::month})
        CHECK(charts::read_cell_size(charts::to_string(size)) == size);
    CHECK_FALSE(charts::read_cell_size("year"));
    CHECK_FALSE(charts::read_cell_size(""));
}
