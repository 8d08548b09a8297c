#include "daemon/pages/headline.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

using charts::grouped;

struct tile {
    std::string name{}, value{}, note{};
};

std::vector<tile> tiles_of(watchlist const& list, list_day const& day) {
    auto const& rate = day.rate;
    std::vector<tile> tiles;
    if (has_headline(list, day)) {
        tiles.push_back(
            {"Retrievable through the API", percent(*rate.completeness),
             rate.low && rate.high ? "95\u00a0% interval " + percent_range(*rate.low, *rate.high) : ""});
        if (rate.range_low && rate.range_high) {
            tiles.push_back({"Range", percent_range(*rate.range_low, *rate.range_high) + "\u00a0%",
                             rate.open == 0   ? "nothing that would count is still open"
                             : rate.open == 1 ? std::string{"if the one still open were missing, or not"}
                                              : "if all, or none, of the " + grouped(rate.open) +
                                                    " still open were missing"});
        }
    }
    if (may_have_rate(list)) {
        tiles.push_back(
            {"Public, not returned", grouped(items_with(day, verdict_kind::missing)),
             "of " + count_of(rate.retrievable + rate.missing, "video that counts", "videos that count")});
        if (rate.first_ask) {
            tiles.push_back({"First ask", percent(*rate.first_ask),
                             "returned the first time it was asked, as a researcher would"});
        }
        if (rate.coverage) {
            tiles.push_back({"Coverage", percent(*rate.coverage),
                             "of the public, in-scope, settled videos could be judged"});
        }
        if (rate.creators > 0) {
            tiles.push_back({"Creators", grouped(rate.creators), "known, among the videos that count"});
        }
        return tiles;
    }
    for (auto const& mark : charts::verdict_marks()) {
        auto const items = items_with(day, mark.kind);
        if (items > 0)
            tiles.push_back({std::string{charts::word_of(mark.kind).words}, grouped(items), "videos"});
    }
    return tiles;
}

fields tile_fields(std::vector<tile> const& tiles, utc_day day) {
    auto all = list_of_fields();
    for (auto const& [name, value, note] : tiles) {
        fields one;
        one.set("name", name);
        one.set("value", value);
        one.set("note", note);
        one.set("date", to_string(day));
        one.set("as_of", to_words(day));
        all << one;
    }
    return all;
}

/// Every verdict of the day, those in the rate and those beside it.
fields verdict_rows(watchlist const& list, list_day const& day) {
    auto rows = list_of_fields();
    auto const page = address{"/lists/" + url_encoded(list.slug)};
    for (auto const& mark : charts::verdict_marks()) {
        auto const& word = charts::word_of(mark.kind);
        auto const items = items_with(day, mark.kind);
        if (items == 0 && (list.imported || is_imported(mark.kind))) continue;
        auto const counted = day.counts.find({mark.kind, true});
        auto const counting = counted == day.counts.end() ? 0 : counted->second;
        std::array const one_kind{mark.kind};
        fields row;
        row.set("swatch", charts::legend(one_kind).front().swatch);
        row.set("words", std::string{word.words});
        row.set("counting", counting == 0 ? std::string{"–"} : grouped(counting));
        row.set("beside", items == counting ? std::string{"–"} : grouped(items - counting));
        row.set("items", grouped(items));
        row.set("meaning", std::string{meaning(mark.kind)});
        row.set("some", items > 0);
        row.set("href", page.with("verdict", word.name).text() + "#items");
        rows << row;
    }
    return rows;
}

}  // namespace

utc_day first_shown(std::optional<utc_day> first, utc_day from, utc_day to) {
    if (!first) return from;
    return std::max(from, std::min(*first, to - std::chrono::days{13}));
}

std::string render_headline(headline_view const& view, standing const& now) {
    fields block;
    block.set("sentence", first_sentence(view.list, view.days, view.name_the_list));
    if (now.last_valid && !view.list.imported) {
        auto const ended = now.last_valid->ended_at.value_or(now.last_valid->started_at);
        bool const same_day = !view.days.empty() && view.days.back().day == day_of(ended);
        block.set("last_valid", same_day ? time_of_day(ended) : moment(ended));
        block.set("has_last_valid", true);
    }
    block.set("selection", std::string{in_words(view.list.how)});
    block.set("caution", std::string{caution(view.list.how)});
    block.set("imported", view.list.imported);
    block.set("origin", view.list.origin.empty() ? std::string{"an unnamed source"} : view.list.origin);
    block.set("rated", may_have_rate(view.list));
    if (auto const* day = newest_sound(view.days)) {
        block.set("has_day", true);
        block.set("date", to_string(day->day));
        block.set("as_of", to_words(day->day));
        block.set("tiles", tile_fields(tiles_of(view.list, *day), day->day));
        block.set("verdicts", verdict_rows(view.list, *day));
    }
    auto ranges = list_of_fields();
    for (auto const& [words, href, current] : view.ranges) {
        fields one;
        one.set("words", words);
        one.set("href", href);
        one.set("current", current);
        ranges << one;
    }
    block.set("ranges", ranges);
    block.set("has_ranges", !view.ranges.empty());
    figure_view const shown{view.list,        view.days,   view.from, view.to,
                            view.annotations, view.events, view.asked};
    if (!view.days.empty()) {
        block.set("trend", trend_figure(shown));
        block.set("counts", counts_figure(shown));
    }
    auto const api = "/api/v1/lists/" + url_encoded(view.list.slug) + "/completeness";
    auto const range = "?from=" + to_string(view.from) + "&to=" + to_string(view.to);
    block.set("json", api + range);
    block.set("csv", api + ".csv" + range);
    return fill("headline", block);
}

}  // namespace lacuna::pages
