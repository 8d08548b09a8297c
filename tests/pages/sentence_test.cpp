#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::pages;
using std::chrono::days;

namespace {

utc_day const today{std::chrono::year{2026} / 11 / 20};

list_day day_with(utc_day day, std::int64_t retrievable, std::int64_t missing) {
    list_day made{.day = day};
    made.counts[{verdict_kind::retrievable, true}] = retrievable;
    made.counts[{verdict_kind::missing, true}] = missing;
    made.rate.retrievable = retrievable;
    made.rate.missing = missing;
    made.rate.coverage = 1.0;
    if (retrievable + missing >= 30) {
        made.rate.completeness =
            static_cast<double>(retrievable) / static_cast<double>(retrievable + missing);
        made.rate.low = 0.869;
        made.rate.high = 0.882;
        made.rate.pair_items = retrievable + missing;
        made.rate.pair_now = made.rate.pair_then = retrievable;
    }
    return made;
}

watchlist const ordinary{.slug = "a", .title = "Official accounts", .how = selection::random};

}  // namespace

TEST_CASE("the sentence gives date, counts, rate, interval and the change against a week before", "[pages]") {
    std::vector history{day_with(today - days{7}, 8736, 1214), day_with(today, 8713, 1237)};
    history.back().rate.pair_items = 9'900;
    history.back().rate.pair_then = 8'713;
    history.back().rate.pair_now = 8'693;

    CHECK(first_sentence(ordinary, history, false) ==
          "On 20 Nov 2026, 8,713 of 9,950 public, in-scope videos (87.6\u00a0%, 95\u00a0% interval "
          "86.9–88.2) could be "
          "retrieved through the API; 0.2 points fewer than a week before, over the 9,900 that counted on "
          "both days.");
}

TEST_CASE("no change is claimed where the week before has no headline or is void", "[pages]") {
    auto before = day_with(today - days{7}, 20, 5);
    CHECK(first_sentence(ordinary, {before, day_with(today, 8713, 1237)}, false).find("week") ==
          std::string::npos);

    before = day_with(today - days{7}, 8736, 1214);
    before.api_void = true;
    CHECK(first_sentence(ordinary, {before, day_with(today, 8713, 1237)}, false).find("week") ==
          std::string::npos);

    CHECK(
        first_sentence(ordinary, {day_with(today - days{6}, 8736, 1214), day_with(today, 8713, 1237)}, false)
            .find("week") == std::string::npos);
}

TEST_CASE("an equal share is said to be the same", "[pages]") {
    std::vector const history{day_with(today - days{7}, 90, 10), day_with(today, 90, 10)};

    CHECK(first_sentence(ordinary, history, false)
              .find("; the same share as a week before, over the 100 that counted on both days.") !=
          std::string::npos);
}

TEST_CASE("below thirty videos the counts are said and why there is no rate", "[pages]") {
    auto const text = first_sentence(ordinary, {day_with(today, 17, 4)}, false);

    CHECK(text ==
          "On 20 Nov 2026, 17 of the 21 public, in-scope videos that could be judged were retrievable "
          "through the API. "
          "No rate: fewer than 30 videos count.");
    CHECK(text.find("% interval") == std::string::npos);
}

TEST_CASE("one video is one video", "[pages]") {
    CHECK(first_sentence(ordinary, {day_with(today, 1, 0)}, false)
              .find("1 of the 1 public, in-scope video that could be judged was retrievable") !=
          std::string::npos);
}

TEST_CASE("a day that judged nothing says so", "[pages]") {
    list_day day{.day = today};
    day.counts[{verdict_kind::unknown, false}] = 12;

    CHECK(first_sentence(ordinary, {day}, false)
              .starts_with("On 20 Nov 2026, none of the 12 videos could be judged."));
}

TEST_CASE("too little coverage is the reason where enough videos count", "[pages]") {
    auto day = day_with(today, 400, 100);
    day.rate.completeness.reset();
    day.rate.coverage = 0.821;

    auto const text = first_sentence(ordinary, {day}, false);

    CHECK(text.find("No rate: only 82.1\u00a0% of the public, in-scope, settled videos could be judged") !=
          std::string::npos);
    CHECK(text.find("80.0") == std::string::npos);
}

TEST_CASE("a void newest run is named first, and the sentence is about the day before it", "[pages]") {
    auto void_day = day_with(today, 10, 9000);
    void_day.api_void = true;

    auto const text = first_sentence(ordinary, {day_with(today - days{1}, 900, 100), void_day}, false);

    CHECK(text.starts_with(
        "The run of 20 Nov 2026 is void and counted in nothing. On 19 Nov 2026, 900 of 1,000"));
    CHECK(text.find("9,010") == std::string::npos);
}

TEST_CASE("no data at all is said in words", "[pages]") {
    CHECK(first_sentence(ordinary, {}, true) == "No day has been audited yet for “Official accounts”.");
    auto void_day = day_with(today, 900, 100);
    void_day.api_void = true;
    CHECK(first_sentence(ordinary, {void_day}, false).find("900") == std::string::npos);
}

TEST_CASE("a list chosen for being missing never shows a rate, whatever the store says", "[pages]") {
    auto chosen = ordinary;
    chosen.how = selection::chosen_for_being_missing;

    auto const text = first_sentence(chosen, {day_with(today, 900, 100)}, false);

    CHECK(text.find("90.0") == std::string::npos);
    CHECK(text.find("chosen for being missing") != std::string::npos);
    CHECK_FALSE(has_headline(chosen, day_with(today, 900, 100)));
}

TEST_CASE("an imported series speaks in its own words and names its origin", "[pages]") {
    auto theirs = ordinary;
    theirs.imported = true;
    theirs.origin = "AI Forensics";
    list_day day{.day = today};
    day.counts[{verdict_kind::imported_not_available, false}] = 9;
    day.counts[{verdict_kind::imported_available, false}] = 1;
    day.counts[{verdict_kind::imported_error, false}] = 1;

    auto const text = first_sentence(theirs, {day}, false);

    CHECK(text.find(
              "AI Forensics recorded 1 of 11 videos as available and 9 as not available; 1 check failed.") !=
          std::string::npos);
    CHECK(text.find("could be retrieved") == std::string::npos);
    CHECK_FALSE(may_have_rate(theirs));
}

TEST_CASE("only all is 100 % and only none is 0 %", "[pages]") {
    CHECK(percent(1) == "100\u00a0%");
    CHECK(percent(0.99999) == "99.9\u00a0%");
    CHECK(percent(0.00001) == "0.1\u00a0%");
    CHECK(percent(0) == "0\u00a0%");
}
