#include "daemon/pages/images/pictures.hpp"

#include "daemon/charts/month_strips.hpp"
#include "daemon/charts/picture.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/citation.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/static_files.hpp"
#include "daemon/pages/words.hpp"

#include <set>

namespace lacuna::pages {
namespace {

std::string page_address(std::string path, asked_days const& asked) {
    address here{std::move(path)};
    if (asked.days > 0) here = here.with("days", std::to_string(asked.days));
    if (asked.to) here = here.with("to", to_string(*asked.to));
    return here.text();
}

/// What every picture says: whether it may be believed, who says so, and where it can be looked up.
charts::picture framed(site_facts const& site, standing const& now, std::string const& address,
                       std::optional<utc_day> newest) {
    charts::picture shown{.warnings = warnings_of(site, now)};
    auto const day = now.as_of ? now.as_of : newest;
    shown.source = source_words(site, now, day);
    shown.permalink = site.public_url + (day ? as_of_address(address, *day) : address);
    return shown;
}

std::string chosen_in_words(watchlist const& list) {
    auto const how = !list.imported        ? std::string{in_words(list.how)}
                     : list.origin.empty() ? std::string{"as published by an unnamed source"}
                                           : "as published by " + list.origin;
    return count_of(list.items, "video", "videos") + ", " + how;
}

/// Our own drawings say their height in their opening: viewBox="0 0 960 260".
double height_of(std::string const& svg) {
    constexpr std::string_view opening = "viewBox=\"0 0 ";
    auto const at = svg.find(opening);
    if (at == std::string::npos) return 0;
    auto const height = svg.find(' ', at + opening.size());
    return height == std::string::npos ? 0 : std::stod(svg.substr(height, 12));
}

charts::picture list_picture(list_figure const& figure) {
    std::optional<utc_day> newest;
    if (!figure.days.empty()) newest = figure.days.back().day;
    auto const page = page_address("/lists/" + url_encoded(figure.list.slug), figure.asked);
    auto shown = framed(figure.site, figure.now, page, newest);
    shown.subject = figure.list.title;
    shown.filters = to_words(figure.from) + " to " + to_words(figure.to) +
                    "; all of the list: " + chosen_in_words(figure.list);
    shown.sentence = first_sentence(figure.list, figure.days, false);
    return shown;
}

void add_notes(charts::picture& shown, figure const& drawn) {
    shown.notes = {drawn.caption, drawn.cannot};
    int number = 0;
    for (auto const& note : drawn.notes) {
        shown.notes.push_back(std::to_string(++number) + "  " + to_words(note.day) + ": " + note.words +
                              (note.more.empty() ? "" : ". " + note.more) +
                              (note.source.empty() ? "" : " (" + note.source + ')'));
    }
}

std::string finished(charts::picture shown, std::optional<figure> const& drawn, std::string_view otherwise) {
    if (drawn) {
        shown.title = drawn->title;
        shown.drawing = drawn->wide;
        shown.height = height_of(drawn->wide);
        shown.legend = charts::legend(drawn->kinds);
        add_notes(shown, *drawn);
    } else {
        shown.notes = {std::string{otherwise}};
    }
    return charts::picture_svg(shown, picture_style());
}

}  // namespace

std::string const& picture_style() {
    static std::string const style =
        std::string{embedded_text("chart.css")} + std::string{embedded_text("picture.css")};
    return style;
}

std::string trend_picture(list_figure const& figure) {
    auto shown = list_picture(figure);
    shown.title = "Share of public, in-scope videos that the API returned";
    return finished(std::move(shown), draw_trend(figure.view()), "No day of these has a rate to draw.");
}

std::string counts_picture(list_figure const& figure) {
    auto shown = list_picture(figure);
    shown.title = "Videos by verdict, one bar a day";
    return finished(std::move(shown), draw_counts(figure.view()), "No day of these has counts to draw.");
}

std::string part_picture(part_figure const& figure) {
    auto const& list = figure.part.list;
    auto shown = framed(figure.part.site, figure.part.now, figure.address, figure.newest);
    shown.subject = list.title;
    shown.filters = "All of the list: " + chosen_in_words(list);
    shown.sentence = figure.sentence;
    if (figure.parts) {
        auto const& parts = *figure.parts;
        shown.title = parts.title;
        if (!parts.period.empty())
            shown.filters = parts.period + "; all of the list: " + chosen_in_words(list);
        shown.drawing = parts.wide;
        shown.height = height_of(parts.wide);
        shown.legend = charts::legend(parts.legend);
        shown.notes = {parts.caption, parts.cannot};
    } else {
        shown.title = "Nothing to draw";
    }
    return charts::picture_svg(shown, picture_style());
}

std::string strip_picture(item_strip_view const& view) {
    auto const id = std::to_string(view.item.platform_id);
    std::vector<charts::dated_letter> found;
    std::set<verdict_kind> kinds;
    for (std::size_t i = 0; i < view.letters.size(); ++i) {
        auto const kind = charts::kind_of(view.letters[i]);
        if (!kind) continue;
        found.push_back({view.from + std::chrono::days{static_cast<long>(i)}, view.letters[i]});
        kinds.insert(*kind);
    }
    std::optional<utc_day> newest;
    if (!found.empty()) newest = found.back().day;
    auto shown = framed(view.site, view.now, "/items/tiktok/" + id, newest);
    shown.title = "What was found, day by day";
    shown.subject = "Video " + id;
    shown.filters = to_words(view.from) + " to " + to_words(view.to) + ", every day with a verdict";
    if (found.empty()) {
        shown.notes = {"None of these days has a verdict."};
        return charts::picture_svg(shown, picture_style());
    }
    auto const last = *charts::kind_of(found.back().letter);
    shown.sentence = "On " + to_words(*newest) + ": " + std::string{charts::word_of(last).words} + ". " +
                     std::string{meaning(last)};
    shown.drawing = charts::month_strips(found).svg;
    shown.height = height_of(shown.drawing);
    std::vector<verdict_kind> const drawn{kinds.begin(), kinds.end()};
    shown.legend = charts::legend(drawn);
    shown.notes = {"A row a month, a cell a day. Blank: no run."};
    return charts::picture_svg(shown, picture_style());
}

}  // namespace lacuna::pages
