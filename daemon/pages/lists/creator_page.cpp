#include "daemon/pages/lists/creator_page.hpp"

#include "daemon/api/event_words.hpp"
#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/charts/strip.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/figure_parts.hpp"
#include "daemon/pages/lists/strip_rows.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

using charts::grouped;

std::int64_t counting(list_day const& day) { return day.rate.retrievable + day.rate.missing; }

address address_of(creator_view const& view) {
    auto here = address{creator_address(view.name)};
    if (view.asked.days != 60) here = here.with("days", std::to_string(view.asked.days));
    if (view.asked.to) here = here.with("to", to_string(*view.asked.to));
    return here.with("page", view.asked.page == 1 ? "" : std::to_string(view.asked.page));
}

/// "12 retrievable; 3 public, not returned": what a day's counts hold.
std::string counts_in_words(list_day const& day) {
    std::string text;
    for (auto const& mark : charts::verdict_marks()) {
        auto const items = items_with(day, mark.kind);
        if (items == 0) continue;
        text +=
            (text.empty() ? "" : "; ") + grouped(items) + " " + std::string{charts::word_of(mark.kind).words};
    }
    return text.empty() ? "none had a verdict" : text;
}

fields lists_of(creator_view const& view) {
    auto rows = list_of_fields();
    for (auto const& one : view.lists) {
        fields row;
        row.set("title", one.title);
        row.set("href", "/lists/" + url_encoded(one.slug));
        row.set("videos",
                address{"/lists/" + url_encoded(one.slug)}.with("creator", view.name).text() + "#items");
        row.set("items", grouped(one.items));
        bool const judged = one.newest && !one.newest->api_void && !one.imported;
        row.set("day", one.newest ? to_words(one.newest->day) : std::string{"not judged yet"});
        row.set("counting", judged ? grouped(counting(*one.newest)) : std::string{"–"});
        row.set("returned", judged ? grouped(one.newest->rate.retrievable) : std::string{"–"});
        row.set("words", !one.newest            ? std::string{}
                         : one.newest->api_void ? std::string{"the run is void and counted in nothing"}
                                                : counts_in_words(*one.newest));
        rows << row;
    }
    return rows;
}

/// Of the counting videos alone: those returned, and those not.
charts::counts_data counting_of(creator_view const& view) {
    charts::counts_data data{.from = view.from, .to = view.to};
    for (auto const& day : view.days) {
        charts::counted_day drawn{.day = day.day, .is_void = day.api_void};
        if (day.rate.retrievable > 0) drawn.items[verdict_kind::retrievable] = day.rate.retrievable;
        if (day.rate.missing > 0) drawn.items[verdict_kind::missing] = day.rate.missing;
        data.days.push_back(std::move(drawn));
    }
    return data;
}

std::string history_figure(creator_view const& view) {
    auto const data = counting_of(view);
    auto const wide = charts::shape_counts(data, charts::wide_frame(180));
    if (wide.layers.empty() && wide.void_days.empty()) return {};
    figure_parts parts{.title = "Counting videos, returned and not, one bar a day",
                       .period = to_words(view.from) + " to " + to_words(view.to)};
    std::string const described = "Stacked bars, one a day. The table below has every number.";
    parts.wide = charts::counts_svg(wide, "history", parts.title, described);
    parts.narrow = charts::counts_svg(charts::shape_counts(data, charts::narrow_frame(170)), "history-narrow",
                                      parts.title, described);
    for (auto const& layer : wide.layers) parts.legend.push_back(layer.kind);
    parts.caption = std::string{wide.void_days.empty() ? "" : "Hatched: a void run, counted in nothing. "} +
                    "Blank: no run, or no video that counted.";
    parts.cannot =
        "It cannot show videos that are on no list. Days differ in how many videos counted, so bars may grow "
        "and shrink without anything having changed at the API.";
    parts.table = {.first = "Day", .columns = {"Returned", "Counting"}};
    for (auto day = view.days.rbegin(); day != view.days.rend(); ++day) {
        parts.table.rows.push_back({to_string(day->day),
                                    {day->api_void ? "void" : grouped(day->rate.retrievable),
                                     day->api_void ? "void" : grouped(counting(*day))}});
    }
    return render_figure(parts);
}

fields events_of(creator_view const& view) {
    auto rows = list_of_fields();
    for (auto const& shown : view.events) {
        fields row;
        row.set("date", to_string(shown.event.day));
        row.set("day", to_words(shown.event.day));
        row.set("title", api::title_words(shown));
        row.set("story", api::story_words(shown));
        row.set("href", shown.platform_id ? "/items/tiktok/" + std::to_string(*shown.platform_id)
                                          : "/lists/" + url_encoded(shown.list));
        rows << row;
    }
    return rows;
}

void set_videos(fields& page, creator_view const& view) {
    auto rows = list_of_fields();
    for (std::size_t i = 0; i < view.items.items.size(); ++i) {
        auto const letters =
            i < view.strips.size() ? std::string_view{view.strips[i].days} : std::string_view{};
        rows << strip_row(view.items.items[i], letters, view.from, view.to);
    }
    page.set("rows", rows);
    page.set("has_rows", !view.items.items.empty());
    page.set("legend", strip_legend(view.strips, view.from));
    page.set("axis", charts::strip_axis_svg(view.from, view.to, 5));
    auto const per_page = videos_of_creator_a_page;
    auto const pages = std::max<std::int64_t>(1, (view.items.total + per_page - 1) / per_page);
    auto const at = view.asked.page;
    auto const turned = [&view](std::int64_t to) {
        auto other = view.asked;
        other.page = to;
        creator_view const there{.name = view.name, .asked = other};
        return address_of(there).text() + "#videos";
    };
    page.set("page", grouped(at));
    page.set("pages", grouped(pages));
    page.set("several", pages > 1 || at > 1);
    page.set("has_before", at > 1);
    page.set("before", turned(std::min(at - 1, pages)));
    page.set("has_after", at < pages);
    page.set("after", turned(at + 1));
    page.set("total", count_of(view.items.total, "video", "videos"));
}

void set_twins(fields& page, creator_view const& view) {
    auto const api = "/api/v1/creators/tiktok/" + url_encoded(view.name);
    auto const from = to_string(view.from), to = to_string(view.to);
    page.set("lists_csv", api + "/lists.csv");
    page.set("lists_json", api + "/lists");
    page.set("days_csv", address{api + "/days.csv"}.with("from", from).with("to", to).text());
    page.set("days_json", address{api + "/days"}.with("from", from).with("to", to).text());
    page.set("items_csv", address{"/api/v1/items.csv"}.with("creator", view.name).text());
    page.set("items_json", address{"/api/v1/items"}.with("creator", view.name).text());
    page.set("events_csv", address{"/api/v1/events.csv"}.with("creator", view.name).text());
    page.set("events_json", address{"/api/v1/events"}.with("creator", view.name).text());
}

void set_ranges(fields& page, creator_view const& view) {
    auto ranges = list_of_fields();
    for (int const days : {30, 60, 180, 366}) {
        auto other = view.asked;
        other.days = days;
        creator_view const there{.name = view.name, .asked = other};
        fields one;
        one.set("words", days == 366 ? std::string{"a year"} : std::to_string(days) + " days");
        one.set("href", address_of(there).text());
        one.set("current", days == view.asked.days);
        ranges << one;
    }
    page.set("ranges", ranges);
}

}  // namespace

std::string creator_sentence(creator_view const& view) {
    auto const* day = newest_sound(view.days);
    auto const who = "@" + view.name;
    auto const on_lists = count_of(static_cast<std::int64_t>(view.lists.size()), "list", "lists");
    if (day == nullptr) {
        bool const imported = std::ranges::all_of(view.lists, &creator_on_list::imported);
        if (imported) {
            return who + " has " + count_of(view.items.total, "video", "videos") +
                   ", all in somebody else’s series: nobody here judged them, and nothing is counted.";
        }
        return who + " has " + count_of(view.items.total, "video", "videos") + " on " + on_lists +
               "; none was judged on a valid day of these.";
    }
    auto const all = counting(*day);
    auto const on = "On " + to_words(day->day) + ", ";
    if (all == 0) {
        return on + "none of the " + count_of(items_of(*day), "video", "videos") + " of " + who + " on " +
               on_lists + " counted: public, in scope, settled and measured.";
    }
    if (all == 1) {
        return on + "the one video of " + who + " that counts was " +
               (day->rate.retrievable == 1 ? "" : "not ") + "returned by the API.";
    }
    return on + grouped(day->rate.retrievable) + " of the " + grouped(all) + " videos of " + who +
           " that count " + (day->rate.retrievable == 1 ? "was" : "were") + " returned by the API.";
}

std::string render_creator(creator_view const& view) {
    fields page;
    auto const sentence = creator_sentence(view);
    page.set("name", view.name);
    page.set("sentence", sentence);
    page.set("lists", lists_of(view));
    page.set("from", to_words(view.from));
    page.set("until", to_words(view.to));
    page.set("figure", history_figure(view));
    page.set("events", events_of(view));
    page.set("has_events", !view.events.empty());
    page.set("most_events", std::to_string(events_of_creator));
    page.set("full_events", static_cast<std::int64_t>(view.events.size()) == events_of_creator);
    set_videos(page, view);
    set_twins(page, view);
    set_ranges(page, view);
    auto const here = address_of(view).text();
    page_head head{.title = "@" + view.name,
                   .description = sentence,
                   .path = creator_address(view.name),
                   .indexed = here.find('?') == std::string::npos,
                   .address = here};
    if (!view.days.empty()) head.newest = view.days.back().day;
    return lay_out(view.site, view.now, head, fill("creator", page));
}

}  // namespace lacuna::pages
