#include "daemon/pages/figures.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/charts/trend.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/figure_notes.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

charts::trend_data trend_of(figure_view const& view, std::vector<figure_note> const& notes) {
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
    for (auto const& note : notes) data.marks.push_back({note.day, static_cast<int>(data.marks.size()) + 1});
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

fields note_fields(std::vector<figure_note> const& notes) {
    auto all = list_of_fields();
    int number = 0;
    for (auto const& note : notes) {
        fields one;
        one.set("number", std::to_string(++number));
        one.set("date", to_words(note.day));
        one.set("words", note.words);
        one.set("more", note.more);
        one.set("source", note.source);
        one.set("has_source", !note.source.empty());
        one.set("href", note.href);
        one.set("has_href", !note.href.empty());
        all << one;
    }
    return all;
}

fields cell_fields(std::vector<std::string> const& texts) {
    auto cells = list_of_fields();
    for (auto const& text : texts) {
        fields one;
        one.set("text", text);
        cells << one;
    }
    return cells;
}

fields row_fields(std::vector<figure::row> const& rows) {
    auto all = list_of_fields();
    for (auto const& [name, texts] : rows) {
        fields one;
        one.set("name", name);
        one.set("cells", cell_fields(texts));
        all << one;
    }
    return all;
}

std::vector<figure::row> trend_rows(figure_view const& view) {
    std::vector<figure::row> rows;
    for (auto day = view.days.rbegin(); day != view.days.rend(); ++day) {
        if (day->day < view.from || day->day > view.to) continue;
        bool const shown = has_headline(view.list, *day);
        rows.push_back(
            {to_string(day->day),
             {shown           ? percent(*day->rate.completeness)
              : day->api_void ? "void"
                              : "no rate",
              shown && day->rate.low && day->rate.high ? percent_range(*day->rate.low, *day->rate.high) : "–",
              charts::grouped(day->rate.retrievable), charts::grouped(day->rate.missing)}});
    }
    return rows;
}

std::vector<figure::row> counts_rows(charts::counts_data const& data,
                                     std::vector<verdict_kind> const& kinds) {
    std::vector<figure::row> rows;
    for (auto day = data.days.rbegin(); day != data.days.rend(); ++day) {
        figure::row row{.name = to_string(day->day)};
        for (auto const kind : kinds) {
            auto const found = day->items.find(kind);
            row.cells.push_back(
                day->is_void ? "void" : charts::grouped(found == day->items.end() ? 0 : found->second));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string period(figure_view const& view) { return to_words(view.from) + " to " + to_words(view.to); }

std::string address_of(std::string path, asked_days const& asked) {
    address here{std::move(path)};
    if (asked.days > 0) here = here.with("days", std::to_string(asked.days));
    if (asked.to) here = here.with("to", to_string(*asked.to));
    return here.text();
}

}  // namespace

std::string image_address(std::string const& slug, std::string_view name, asked_days const& asked) {
    return address_of("/charts/lists/" + url_encoded(slug) + '/' + std::string{name} + ".svg", asked);
}

std::string embed_address(std::string const& slug, std::string_view name, asked_days const& asked) {
    return address_of("/embed/lists/" + url_encoded(slug) + '/' + std::string{name}, asked);
}

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

std::optional<figure> draw_trend(figure_view const& view) {
    figure drawn{.name = "trend",
                 .title = "Share of public, in-scope videos that the API returned",
                 .period = period(view),
                 .notes = notes_of(view)};
    auto const data = trend_of(view, drawn.notes);
    if (std::ranges::none_of(data.days, [](auto const& day) { return day.rate.has_value(); })) return {};
    auto const described = "A step line, one step a day, " + drawn.period +
                           ", with the 95 % interval as a band. Days without a rate are left blank. The "
                           "table below has every value.";
    auto const wide = charts::shape_trend(data, charts::wide_frame(260));
    auto const narrow = charts::shape_trend(data, charts::narrow_frame(230));
    drawn.wide = charts::trend_svg(wide, "trend", drawn.title, described);
    drawn.narrow = charts::trend_svg(narrow, "trend-narrow", drawn.title, described);
    drawn.caption = std::string{"Line: the day’s share. Band: 95\u00a0% interval."} +
                    (wide.range.zoomed ? " The axis is zoomed and does not begin at zero." : "") +
                    (wide.void_days.empty() ? "" : " Hatched: a void run, counted in nothing.") +
                    " Blank: no run, or no rate that day.";
    drawn.cannot =
        "It cannot show why a video was not returned, nor speak for videos that are not on the list. Each "
        "day’s share is of the videos that counted on that day.";
    drawn.columns = {"Rate", "95\u00a0% interval", "Retrievable", "Public, not returned"};
    drawn.rows = trend_rows(view);
    return drawn;
}

std::optional<figure> draw_counts(figure_view const& view) {
    auto const data = counts_of(view);
    auto const wide = charts::shape_counts(data, charts::wide_frame(200));
    if (wide.layers.empty() && wide.void_days.empty()) return {};
    figure drawn{.name = "counts", .title = "Videos by verdict, one bar a day", .period = period(view)};
    auto const described = "Stacked bars, one a day, " + drawn.period + ". The table below has every count.";
    for (auto const& layer : wide.layers) {
        drawn.kinds.push_back(layer.kind);
        drawn.columns.emplace_back(charts::word_of(layer.kind).words);
    }
    drawn.wide = charts::counts_svg(wide, "counts", drawn.title, described);
    drawn.narrow = charts::counts_svg(charts::shape_counts(data, charts::narrow_frame(190)), "counts-narrow",
                                      drawn.title, described);
    drawn.caption = std::string{wide.void_days.empty() ? "" : "Hatched: a void run, counted in nothing. "} +
                    "Blank: no run. Videos are added in the course of time, so bars may grow.";
    drawn.rows = counts_rows(data, drawn.kinds);
    return drawn;
}

std::string lay_out_figure(figure const& drawn, figure_view const& view) {
    fields all;
    all.set("title", drawn.title);
    all.set("period", drawn.period);
    // For the reading aids of web/page.js: the days drawn, and the page that shows any stretch of them.
    all.set("first_day", to_string(view.from));
    all.set("last_day", to_string(view.to));
    all.set("stretch", "/lists/" + url_encoded(view.list.slug));
    all.set("wide", drawn.wide);
    all.set("narrow", drawn.narrow);
    all.set("caption", drawn.caption);
    if (!drawn.cannot.empty()) all.set("cannot", drawn.cannot);
    all.set("legend", legend_fields(drawn.kinds));
    all.set("has_legend", !drawn.kinds.empty());
    all.set("notes", note_fields(drawn.notes));
    all.set("has_notes", !drawn.notes.empty());
    all.set("first", drawn.first);
    all.set("columns", cell_fields(drawn.columns));
    all.set("rows", row_fields(drawn.rows));
    all.set("image", image_address(view.list.slug, drawn.name, view.asked));
    all.set("embed", embed_address(view.list.slug, drawn.name, view.asked));
    return fill("figure", all);
}

std::string trend_figure(figure_view const& view) {
    auto const drawn = draw_trend(view);
    return drawn ? lay_out_figure(*drawn, view) : std::string{};
}

std::string counts_figure(figure_view const& view) {
    auto const drawn = draw_counts(view);
    return drawn ? lay_out_figure(*drawn, view) : std::string{};
}

std::string sparkline(figure_view const& view) {
    auto line = charts::sparkline_svg(trend_of(view, {}));
    return line.empty() ? charts::counts_spark_svg(counts_of(view)) : line;
}

}  // namespace lacuna::pages
