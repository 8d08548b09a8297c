#include "daemon/pages/sentence.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/pages/words.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace lacuna::pages {
namespace {

using charts::grouped;

std::string points(double shares) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", std::abs(shares) * 100);
    std::string const number{text.data()};
    return number + (number == "1.0" ? " point" : " points");
}

std::string change_since(watchlist const& list, std::vector<list_day> const& days, list_day const& now) {
    auto const* before = find_day(days, now.day - std::chrono::days{7});
    if (before == nullptr || !has_headline(list, *before)) return {};
    auto const& rate = now.rate;
    if (rate.pair_items < fewest_for_headline) return {};
    auto const pairs = static_cast<double>(rate.pair_items);
    double const change = static_cast<double>(rate.pair_now - rate.pair_then) / pairs;
    auto const over = " a week before, over the " + grouped(rate.pair_items) + " that counted on both days";
    if (std::abs(change) < 0.0005) return "; the same share as" + over;
    return "; " + points(change) + (change < 0 ? " fewer" : " more") + " than" + over;
}

std::string with_rate(watchlist const& list, std::vector<list_day> const& days, list_day const& day,
                      std::string const& whose) {
    auto const& rate = day.rate;
    std::string text =
        "On " + to_words(day.day) + ", " + grouped(rate.retrievable) + " of " +
        count_of(rate.retrievable + rate.missing, "public, in-scope video", "public, in-scope videos") +
        whose + " (" + percent(*rate.completeness);
    if (rate.low && rate.high) text += ", 95\u00a0% interval " + percent_range(*rate.low, *rate.high);
    return text + ") could be retrieved through the API" + change_since(list, days, day) + '.';
}

std::string without_rate(watchlist const& list, list_day const& day, std::string const& whose) {
    auto const& rate = day.rate;
    auto const counting = rate.retrievable + rate.missing;
    std::string text = "On " + to_words(day.day) + ", ";
    if (counting == 0) {
        text += "none of the " + count_of(items_of(day), "video", "videos") + whose + " could be judged.";
    } else {
        text += grouped(rate.retrievable) + " of the " +
                count_of(counting, "public, in-scope video", "public, in-scope videos") + whose +
                " that could be judged " + (rate.retrievable == 1 ? "was" : "were") +
                " retrievable through the API.";
    }
    return text + ' ' + why_no_rate(list, day);
}

std::string imported(watchlist const& list, list_day const& day, std::string const& whose) {
    auto const available = items_with(day, verdict_kind::imported_available);
    auto const absent = items_with(day, verdict_kind::imported_not_available);
    auto const errors = items_with(day, verdict_kind::imported_error);
    auto const origin = list.origin.empty() ? std::string{"Its source"} : list.origin;
    auto text = "On " + to_words(day.day) + ", the last day of this imported series" + whose + ", " + origin +
                " recorded " + grouped(available) + " of " +
                count_of(available + absent + errors, "video", "videos") + " as available and " +
                grouped(absent) + " as not available";
    if (errors > 0) text += "; " + grouped(errors) + (errors == 1 ? " check" : " checks") + " failed";
    return text + ". " + why_no_rate(list, day);
}

}  // namespace

bool may_have_rate(watchlist const& list) {
    return !list.imported && list.how != selection::chosen_for_being_missing;
}

bool has_headline(watchlist const& list, list_day const& day) {
    return may_have_rate(list) && !day.api_void && day.rate.completeness.has_value();
}

list_day const* newest_sound(std::vector<list_day> const& days) {
    for (auto day = days.rbegin(); day != days.rend(); ++day) {
        if (!day->api_void) return &*day;
    }
    return nullptr;
}

list_day const* find_day(std::vector<list_day> const& days, utc_day day) {
    for (auto const& each : days) {
        if (each.day == day) return &each;
    }
    return nullptr;
}

std::int64_t items_with(list_day const& day, verdict_kind kind) {
    std::int64_t items = 0;
    for (bool const counting : {false, true}) {
        if (auto const found = day.counts.find({kind, counting}); found != day.counts.end())
            items += found->second;
    }
    return items;
}

std::int64_t items_of(list_day const& day) {
    std::int64_t items = 0;
    for (auto const& [key, number] : day.counts) items += number;
    return items;
}

std::string why_no_rate(watchlist const& list, list_day const& day) {
    if (list.imported) return "Somebody else’s observations, shown as published: no rate is made of them.";
    if (list.how == selection::chosen_for_being_missing) {
        return "The list was chosen for being missing, so there is no rate.";
    }
    if (day.api_void) return "The day’s run is void and counted in nothing.";
    if (day.rate.completeness) return {};
    auto const counting = day.rate.retrievable + day.rate.missing;
    if (counting < fewest_for_headline) {
        return "No rate: fewer than " + std::to_string(fewest_for_headline) + " videos count.";
    }
    if (day.rate.coverage) {
        return "No rate: only " + percent(*day.rate.coverage) +
               " of the public, in-scope, settled videos could be judged, and it takes " +
               percent(least_coverage) + '.';
    }
    return "No rate: too few of the public, in-scope, settled videos could be judged.";
}

std::string first_sentence(watchlist const& list, std::vector<list_day> const& days, bool name_it) {
    auto const whose = name_it ? " of “" + list.title + "”" : std::string{};
    if (days.empty()) {
        return list.imported ? "This imported series" + whose + " holds no day yet."
                             : "No day has been audited yet" +
                                   (name_it ? " for “" + list.title + "”" : std::string{}) + '.';
    }
    auto const* day = newest_sound(days);
    std::string text;
    if (days.back().api_void) {
        text = "The run of " + to_words(days.back().day) + " is void and counted in nothing. ";
        if (day == nullptr) return text + "No valid day is in sight.";
    }
    if (list.imported) return text + imported(list, *day, whose);
    if (has_headline(list, *day)) return text + with_rate(list, days, *day, whose);
    return text + without_rate(list, *day, whose);
}

}  // namespace lacuna::pages
