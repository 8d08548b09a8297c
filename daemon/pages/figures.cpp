#include "daemon/pages/figures.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/charts/trend.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

charts::trend_data trend_of(figure_view const& view) {
    charts::trend_data data{.from = view.from, .to = view.to};
    for (auto const& day : view.days) {
        if (day.day < view.from || day.day > view.to) continue;
        charts::trend_day drawn{.day = day.day, .is_void = day.api_void};
        if (has_headline(view.list, day)) {
            drawn.rate = day.rate.completeness;
            drawn.low = day.rate.low;
            drawn.high = day.rate.high;
        }
        data.days.push_back(drawn);
    }
    int number = 0;
    for (auto const& note : view.annotations) {
        if (view.from <= note.day && note.day <= view.to) data.marks.push_back({note.day, ++number});
    }
    return data;
}

charts::counts_data counts_of(figure_view const& view) {
    charts::counts_data data{.from = view.from, .to = view.to};
    for (auto const& day : view.days) {
        if (day.day < view.from || day.day > view.to) continue;
        charts::counted_day drawn{.day = day.day, .is_void = day.api_void};
        for (auto const& [key, items] : day.counts) drawn.items[key.first] += items;
        data.days.push_back(std::move(drawn));
    }
    return data;
}

fields notes_of(figure_view const& view) {
    auto notes = list_of_fields();
    int number = 0;
    for (auto const& note : view.annotations) {
        if (note.day < view.from || note.day > view.to) continue;
        fields one;
        one.set("number", std::to_string(++number));
        one.set("date", to_words(note.day));
        one.set("words", note.words);
        one.set("source", note.source);
        notes << one;
    }
    return notes;
}

fields cell(std::string const& text) {
    fields one;
    one.set("text", text);
    return one;
}

fields head(std::vector<std::string> const& names) {
    auto cells = list_of_fields();
    for (auto const& name : names) cells << cell(name);
    return cells;
}

fields row(utc_day day, std::vector<std::string> const& texts) {
    fields one;
    one.set("day", to_string(day));
    auto cells = list_of_fields();
    for (auto const& text : texts) cells << cell(text);
    one.set("cells", cells);
    return one;
}

std::string period(figure_view const& view) { return to_words(view.from) + " to " + to_words(view.to); }

/// The days drawn, and for the reading aids of web/page.js the page that shows any stretch of them.
void set_days(fields& figure, figure_view const& view) {
    figure.set("period", period(view));
    figure.set("first_day", to_string(view.from));
    figure.set("last_day", to_string(view.to));
    figure.set("stretch", "/lists/" + url_encoded(view.list.slug));
}

}  // namespace

fields legend_fields(std::span<verdict_kind const> drawn) {
    auto entries = list_of_fields();
    for (auto const& entry : charts::legend(drawn)) {
        fields one;
        one.set("swatch", entry.swatch);
        one.set("glyph", std::string{entry.glyph});
        one.set("words", std::string{entry.words});
        entries << one;
    }
    return entries;
}

std::string trend_figure(figure_view const& view) {
    auto const data = trend_of(view);
    if (std::ranges::none_of(data.days, [](auto const& day) { return day.rate.has_value(); })) return {};
    auto const title = "Share of public, in-scope videos that the API returned";
    auto const described = "A step line, one step a day, " + period(view) +
                           ", with the 95 % interval as a band. Days without a rate are left blank. The "
                           "table below has every value.";
    auto const wide = charts::shape_trend(data, charts::wide_frame(260));
    fields figure;
    figure.set("title", std::string{title});
    set_days(figure, view);
    figure.set("wide", charts::trend_svg(wide, "trend", title, described));
    figure.set("narrow", charts::trend_svg(charts::shape_trend(data, charts::narrow_frame(230)),
                                           "trend-narrow", title, described));
    figure.set("caption", std::string{"Line: the day’s share. Band: 95\u00a0% interval."} +
                              (wide.range.zoomed ? " The axis is zoomed and does not begin at zero." : "") +
                              (wide.void_days.empty() ? "" : " Hatched: a void run, counted in nothing.") +
                              " Blank: no run, or no rate that day.");
    figure.set(
        "cannot",
        std::string{
            "It cannot show why a video was not returned, nor speak for videos that are not on the list. "
            "Each day’s share is of the videos that counted on that day."});
    figure.set("notes", notes_of(view));
    figure.set("has_notes", !data.marks.empty());
    figure.set("columns", head({"Rate", "95\u00a0% interval", "Retrievable", "Public, not returned"}));
    auto rows = list_of_fields();
    for (auto day = view.days.rbegin(); day != view.days.rend(); ++day) {
        if (day->day < view.from || day->day > view.to) continue;
        bool const shown = has_headline(view.list, *day);
        rows << row(
            day->day,
            {shown           ? percent(*day->rate.completeness)
             : day->api_void ? "void"
                             : "no rate",
             shown && day->rate.low && day->rate.high ? percent_range(*day->rate.low, *day->rate.high) : "–",
             charts::grouped(day->rate.retrievable), charts::grouped(day->rate.missing)});
    }
    figure.set("rows", rows);
    return fill("figure", figure);
}

std::string counts_figure(figure_view const& view) {
    auto const data = counts_of(view);
    auto const wide = charts::shape_counts(data, charts::wide_frame(200));
    if (wide.layers.empty() && wide.void_days.empty()) return {};
    auto const title = "Videos by verdict, one bar a day";
    auto const described = "Stacked bars, one a day, " + period(view) + ". The table below has every count.";
    std::vector<verdict_kind> drawn;
    std::vector<std::string> names;
    for (auto const& layer : wide.layers) {
        drawn.push_back(layer.kind);
        names.emplace_back(charts::word_of(layer.kind).words);
    }
    fields figure;
    figure.set("title", std::string{title});
    set_days(figure, view);
    figure.set("wide", charts::counts_svg(wide, "counts", title, described));
    figure.set("narrow", charts::counts_svg(charts::shape_counts(data, charts::narrow_frame(190)),
                                            "counts-narrow", title, described));
    figure.set("caption",
               std::string{wide.void_days.empty() ? "" : "Hatched: a void run, counted in nothing. "} +
                   "Blank: no run. Videos are added in the course of time, so bars may grow.");
    figure.set("legend", legend_fields(drawn));
    figure.set("has_legend", true);
    figure.set("columns", head(names));
    auto rows = list_of_fields();
    for (auto day = data.days.rbegin(); day != data.days.rend(); ++day) {
        std::vector<std::string> texts;
        for (auto const kind : drawn) {
            auto const found = day->items.find(kind);
            texts.push_back(day->is_void ? "void"
                                         : charts::grouped(found == day->items.end() ? 0 : found->second));
        }
        rows << row(day->day, texts);
    }
    figure.set("rows", rows);
    return fill("figure", figure);
}

std::string sparkline(figure_view const& view) {
    auto line = charts::sparkline_svg(trend_of(view));
    return line.empty() ? charts::counts_spark_svg(counts_of(view)) : line;
}

}  // namespace lacuna::pages
