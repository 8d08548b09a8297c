#include "daemon/pages/lists/creators_page.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/share_bars.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/lists/creator_figures.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

#include <array>

namespace lacuna::pages {
namespace {

using charts::grouped;
using order = creator_question::order;

struct sorting {
    order by;
    std::string_view words;
};
constexpr std::array<sorting, 5> sortings{{{order::name, "Creator"},
                                           {order::counting, "Counting videos"},
                                           {order::returned, "Returned"},
                                           {order::missing, "Not returned"},
                                           {order::share, "Share"}}};

address with_filters(std::string path, creators_view const& view) {
    auto const& asked = view.asked;
    auto here = address{std::move(path)};
    if (view.day) here = here.with("day", to_string(*view.day));
    if (asked.by != order::name) here = here.with("sort", to_string(asked.by));
    if (asked.descending) here = here.with("order", "desc");
    return here.with("none", asked.only_none ? "1" : "").with("q", asked.prefix);
}

address address_of(creators_view const& view) {
    auto const here = with_filters(part_path(view.part.list, list_part::creators), view);
    return here.with("page", view.asked.page == 1 ? "" : std::to_string(view.asked.page));
}

/// A column's head sorts by it, or turns the order round where it is sorted by it already.
fields columns_of(creators_view const& view) {
    auto columns = list_of_fields();
    for (auto const& each : sortings) {
        bool const current = each.by == view.asked.by;
        auto turned = view;
        turned.asked.page = 1;
        turned.asked.by = each.by;
        turned.asked.descending = current ? !view.asked.descending : each.by != order::name;
        fields one;
        one.set("words", std::string{each.words});
        one.set("href", address_of(turned).text() + "#creators");
        one.set("number", each.by != order::name && each.by != order::share);
        one.set("aria", std::string{!current ? "none" : view.asked.descending ? "descending" : "ascending"});
        one.set("arrow", std::string{!current ? "" : view.asked.descending ? " ↓" : " ↑"});
        columns << one;
    }
    return columns;
}

fields row_of(creator_day const& one) {
    fields row;
    auto const href = creator_address(one.creator);
    row.set("creator", one.creator);
    row.set("href", href);
    row.set("has_href", !href.empty());
    row.set("counting", grouped(one.counting));
    row.set("returned", grouped(one.returned));
    row.set("missing", grouped(one.counting - one.returned));
    row.set("none", has_none(one));
    auto const share = one.counting == 0
                           ? std::optional<double>{}
                           : static_cast<double>(one.returned) / static_cast<double>(one.counting);
    row.set("meter", charts::share_spark_svg(share));
    return row;
}

void set_table(fields& page, creators_view const& view) {
    auto const& asked = view.asked;
    auto const table = page_of(view.found->creators, asked);
    auto rows = list_of_fields();
    for (auto const& one : table.creators) rows << row_of(one);
    page.set("rows", rows);
    page.set("has_rows", !table.creators.empty());
    page.set("columns", columns_of(view));
    page.set("total", count_of(table.total, "creator", "creators"));
    auto const pages = std::max<std::int64_t>(1, (table.total + asked.per_page - 1) / asked.per_page);
    auto const turned = [&view](std::int64_t to) {
        auto other = view;
        other.asked.page = to;
        return address_of(other).text() + "#creators";
    };
    page.set("page", grouped(asked.page));
    page.set("pages", grouped(pages));
    page.set("several", pages > 1 || asked.page > 1);
    page.set("has_before", asked.page > 1);
    page.set("before", turned(std::min(asked.page - 1, pages)));
    page.set("has_after", asked.page < pages);
    page.set("after", turned(asked.page + 1));
}

void set_filters(fields& page, creators_view const& view) {
    auto sorts = list_of_fields();
    for (auto const& each : sortings) {
        fields one;
        one.set("name", std::string{to_string(each.by)});
        one.set("words", std::string{each.words});
        one.set("selected", each.by == view.asked.by);
        sorts << one;
    }
    page.set("sorts", sorts);
    page.set("descending", view.asked.descending);
    page.set("only_none", view.asked.only_none);
    page.set("q", view.asked.prefix);
    page.set("day", view.day ? to_string(*view.day) : std::string{});
    page.set("filtered", view.asked.only_none || !view.asked.prefix.empty());
    page.set("action", part_path(view.part.list, list_part::creators));
    auto const api = "/api/v1/lists/" + url_encoded(view.part.list.slug) + "/creators";
    page.set("json", with_filters(api, view).text());
    page.set("csv", with_filters(api + ".csv", view).text());
}

std::string nothing_there(creators_view const& view) {
    if (view.part.list.imported)
        return "This is somebody else’s series: nobody here judged its videos, so nothing is counted by "
               "creator.";
    if (view.day) return "There are no verdicts of " + to_words(*view.day) + " for this list.";
    return "No day of this list has been judged yet.";
}

}  // namespace

std::string creators_sentence(creators_view const& view) {
    if (!view.found) return nothing_there(view);
    if (view.found->api_void)
        return "The run of " + to_words(view.found->day) + " is void and counted in nothing.";
    auto const panel = panel_of(view.found->creators);
    auto const on = "On " + to_words(view.found->day) + ", ";
    if (panel.creators == 0) return on + "no video that counts had a creator whose name is known.";
    auto const fewest = std::to_string(fewest_items_of_creator);
    if (panel.judged == 0) {
        return on + "none of the " + count_of(panel.creators, "creator", "creators") + " had " + fewest +
               " videos that count: too few to say of any that nothing of theirs comes back.";
    }
    return on + grouped(panel.none) + " of the " + count_of(panel.judged, "creator", "creators") +
           " with at least " + fewest + " counting videos had none of them returned by the API, and " +
           grouped(panel.whole) + " had all.";
}

std::string render_creators(creators_view const& view) {
    fields page;
    set_filters(page, view);
    page.set("chosen", view.part.list.how == selection::chosen_for_being_missing && !view.part.list.imported);
    bool const counted = view.found && !view.found->api_void;
    page.set("counted", counted);
    if (counted) {
        auto const panel = panel_of(view.found->creators);
        auto const period = to_words(view.found->day);
        auto const image = part_image(view.part.list, list_part::creators, view.day);
        auto const ten = of_ten_figure(panel, period, image);
        // One address, one picture: of those with ten videos where there are such.
        page.set("of_ten", ten);
        page.set("tenths", tenths_figure(panel, period, ten.empty() ? image : std::string{}));
        page.set("without", view.found->without_creator > 0);
        page.set("without_creator",
                 count_of(view.found->without_creator, "video that counts has", "videos that count have"));
        set_table(page, view);
    }
    page_head head{.indexed = address_of(view).text().find('?') == std::string::npos};
    head.address = address_of(view).text();
    if (view.found) head.newest = view.found->day;
    return lay_out_part(view.part, list_part::creators, head, creators_sentence(view),
                        fill("creators", page));
}

}  // namespace lacuna::pages
