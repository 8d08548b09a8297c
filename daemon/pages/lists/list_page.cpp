#include "daemon/pages/lists/list_page.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/charts/strip.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/lists/list_parts.hpp"
#include "daemon/pages/lists/strip_rows.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>
#include <array>

namespace lacuna::pages {
namespace {

using order = item_question::order;

struct sorting {
    order by;
    std::string_view name, words;
};
constexpr std::array<sorting, 3> sortings{{{order::created, "created", "creation"},
                                           {order::verdict, "verdict", "verdict"},
                                           {order::username, "creator", "creator"}}};

address address_of(list_view const& view) {
    auto const& asked = view.asked;
    auto here = address{"/lists/" + url_encoded(view.headline.list.slug)};
    if (asked.days != view.usual_days) here = here.with("days", std::to_string(asked.days));
    if (asked.to) here = here.with("to", to_string(*asked.to));
    if (asked.verdict) here = here.with("verdict", to_string(*asked.verdict));
    here = here.with("creator", asked.creator).with("q", asked.text);
    for (auto const& each : sortings) {
        if (each.by == asked.by && asked.by != order::created) here = here.with("sort", each.name);
    }
    if (asked.descending != (asked.by == order::created))
        here = here.with("order", asked.descending ? "desc" : "asc");
    if (asked.per_page != usual_per_page) here = here.with("per_page", std::to_string(asked.per_page));
    return here.with("page", asked.page == 1 ? "" : std::to_string(asked.page));
}

fields row_of(list_view const& view, item_summary const& item, std::string_view letters) {
    auto row = strip_row(item, letters, view.headline.from, view.headline.to);
    row.set("creator", item.username);
    row.set("has_creator", !item.username.empty());
    row.set("creator_href",
            address_of(view).with("creator", item.username).without("page").text() + "#items");
    return row;
}

void set_filters(fields& page, list_view const& view) {
    auto const& asked = view.asked;
    auto verdicts = list_of_fields();
    auto const* day = newest_sound(view.headline.days);
    for (auto const& mark : charts::verdict_marks()) {
        auto const items = day == nullptr ? 0 : items_with(*day, mark.kind);
        if (items == 0 && asked.verdict != mark.kind) continue;
        auto const& word = charts::word_of(mark.kind);
        fields one;
        one.set("name", std::string{word.name});
        one.set("words", std::string{word.words});
        one.set("selected", asked.verdict == mark.kind);
        verdicts << one;
    }
    page.set("verdicts", verdicts);
    auto sorts = list_of_fields();
    for (auto const& each : sortings) {
        fields one;
        one.set("name", std::string{each.name});
        one.set("words", std::string{each.words});
        one.set("selected", asked.by == each.by);
        sorts << one;
    }
    page.set("sorts", sorts);
    page.set("descending", asked.descending);
    page.set("creator", asked.creator);
    page.set("q", asked.text);
    page.set("days", std::to_string(asked.days));
    page.set("per_page", std::to_string(asked.per_page));
    page.set("to", asked.to ? to_string(*asked.to) : std::string{});
    page.set("has_to", asked.to.has_value());
    page.set("filtered", asked.verdict || !asked.creator.empty() || !asked.text.empty());
    page.set("action", "/lists/" + url_encoded(view.headline.list.slug));
    page.set("clear", "/lists/" + url_encoded(view.headline.list.slug) + "#items");
}

/// Links of a column's head: sorts by it, or turns the order round where it is sorted by it already.
void set_columns(fields& page, list_view const& view) {
    for (auto const& each : sortings) {
        bool const current = each.by == view.asked.by;
        bool const usually_down = each.by == order::created;
        bool const down = current ? !view.asked.descending : usually_down;
        auto turned = view;
        turned.asked.by = each.by;
        turned.asked.descending = down;
        turned.asked.page = 1;
        std::string const name{each.name};
        page.set("sort_" + name, address_of(turned).text() + "#items");
        page.set("aria_" + name, std::string{!current                ? "none"
                                             : view.asked.descending ? "descending"
                                                                     : "ascending"});
        page.set("arrow_" + name, std::string{!current ? "" : view.asked.descending ? " ↓" : " ↑"});
    }
}

void set_turning(fields& page, list_view const& view) {
    auto const here = address_of(view);
    auto const each = view.asked.per_page;
    auto const pages = std::max<std::int64_t>(1, (view.items.total + each - 1) / each);
    auto const at = view.asked.page;
    auto const turned = [&](std::int64_t to) {
        return here.with("page", to == 1 ? "" : std::to_string(to)).text() + "#items";
    };
    page.set("page", charts::grouped(at));
    page.set("pages", charts::grouped(pages));
    page.set("several", pages > 1 || at > 1);
    page.set("has_before", at > 1);
    page.set("before", turned(std::min(at - 1, pages)));
    page.set("has_after", at < pages);
    page.set("after", turned(at + 1));
    page.set("total", count_of(view.items.total, "video", "videos"));

    auto const span = std::chrono::days{view.asked.days};
    page.set("has_earlier", view.first && *view.first < view.headline.from);
    page.set("earlier",
             here.with("to", to_string(view.headline.from - std::chrono::days{1})).text() + "#items");
    bool const has_later = view.newest && view.headline.to < *view.newest;
    auto const later = view.headline.to + span;
    page.set("has_later", has_later);
    page.set("later",
             here.with("to", has_later && later < *view.newest ? to_string(later) : "").text() + "#items");
}

std::vector<range_link> ranges_of(list_view const& view) {
    std::vector<range_link> ranges;
    for (auto const& [days, words] : {std::pair{30, "30 days"},
                                      {60, "60 days"},
                                      {180, "180 days"},
                                      {366, "a year"},
                                      {1098, "three years"},
                                      {3660, "ten years"}}) {
        bool const current = days == view.asked.days;
        // Years that nothing is known of lead nowhere.
        if (days > 366 && !current &&
            (!view.first || *view.first > view.headline.to - std::chrono::days{days / 3}))
            continue;
        auto here = address_of(view).with("days", days == view.usual_days ? "" : std::to_string(days));
        if (view.asked.per_page * days > most_item_days) here = here.without("per_page").without("page");
        ranges.push_back({words, here.text(), current});
    }
    return ranges;
}

/// A row at a time, each a text at once: as one tree of a thousand rows they would be copied again and again.
void set_rows(fields& page, list_view const& view) {
    std::string rows, row_words;
    for (std::size_t i = 0; i < view.items.items.size(); ++i) {
        auto const letters =
            i < view.strips.size() ? std::string_view{view.strips[i].days} : std::string_view{};
        auto const row = row_of(view, view.items.items[i], letters);
        rows += fill("list_row", row);
        row_words += fill("list_row_words", row);
    }
    page.set("rows", rows);
    page.set("row_words", row_words);
    page.set("has_rows", !view.items.items.empty());
}

std::string_view cell_words(charts::cell_size size) {
    switch (size) {
        case charts::cell_size::day: return "day by day";
        case charts::cell_size::week: return "week by week, the worst day of each";
        case charts::cell_size::month: return "month by month, the worst day of each";
    }
    return {};
}

}  // namespace

std::string render_list(list_view const& view) {
    auto const& list = view.headline.list;
    fields page;
    page.set("title", list.title);
    page.set("question", list.question);
    page.set("has_question", !list.question.empty());
    page.set("private", !list.is_public);
    page.set("archived", list.archived);
    page.set("count", count_of(list.items, "video", "videos"));
    auto headline = view.headline;
    headline.ranges = ranges_of(view);
    page.set("parts", part_navigation(list, list_part::videos));
    page.set("headline", render_headline(headline, view.now));
    set_filters(page, view);
    set_columns(page, view);
    set_turning(page, view);
    set_rows(page, view);
    page.set("legend", strip_legend(view.strips, view.headline.from));
    auto const size = cell_for(static_cast<std::size_t>((view.headline.to - view.headline.from).count() + 1));
    page.set("cell_words", std::string{cell_words(size)});
    page.set("zoomed", size != charts::cell_size::day);
    page.set("axis", charts::strip_axis_svg(view.headline.from, view.headline.to, 5));
    page.set("from", to_words(view.headline.from));
    page.set("first_day", to_string(view.headline.from));
    page.set("until", to_words(view.headline.to));
    auto api = address{"/api/v1/items"}.with("list", list.slug);
    auto csv = address{"/api/v1/items.csv"}.with("list", list.slug);
    if (view.asked.verdict) {
        api = api.with("verdict", to_string(*view.asked.verdict));
        csv = csv.with("verdict", to_string(*view.asked.verdict));
    }
    page.set("json", api.with("creator", view.asked.creator).with("q", view.asked.text).text());
    page.set("csv", csv.with("creator", view.asked.creator).with("q", view.asked.text).text());
    page_head head{.title = list.title,
                   .description = first_sentence(list, view.headline.days, true),
                   .path = "/lists/" + url_encoded(list.slug),
                   .indexed = address_of(view).text().find('?') == std::string::npos};
    head.address = address_of(view).text();
    head.list = embedded_list{list.slug, list.title, may_have_rate(list), list.is_public};
    if (!view.headline.days.empty()) head.newest = view.headline.days.back().day;
    return lay_out(view.site, view.now, head, fill("list", page));
}

}  // namespace lacuna::pages
