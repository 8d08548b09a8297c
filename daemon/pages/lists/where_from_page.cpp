#include "daemon/pages/lists/where_from_page.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/lists/where_from_figures.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"
#include "daemon/rollup/creator_table.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

using charts::grouped;

constexpr std::int64_t creators_shown = 10;

constexpr std::string_view how_to_read =
    "Every bar is as long as the others: it shows how a row divides, its words show of how many. Behind it "
    "the rate of what counts and its 95\u00a0% interval, where at least 30 videos count and nearly all could "
    "be "
    "judged.";

address address_of(where_from_view const& view) {
    auto const here = address{part_path(view.part.list, list_part::where_from)};
    return here.with("day", view.day ? to_string(*view.day) : "");
}

list_day const* whole(where_from_view const& view) {
    auto const found = view.strata.find("all");
    return found == view.strata.end() ? nullptr : &found->second;
}

/// "by region the rate was lowest for DE (80.1 %) and highest for FR (91.2 %)", and of how many where some
/// have no rate; empty below two rates.
std::string spread(std::vector<named_part> const& parts, std::string_view by) {
    named_part const* lowest = nullptr;
    named_part const* highest = nullptr;
    std::int64_t rated = 0;
    for (auto const& part : parts) {
        if (!has_headline(*part.list, part.day)) continue;
        ++rated;
        auto const rate = *part.day.rate.completeness;
        if (lowest == nullptr || rate < *lowest->day.rate.completeness) lowest = &part;
        if (highest == nullptr || rate > *highest->day.rate.completeness) highest = &part;
    }
    if (rated < 2) return {};
    auto const of_those = static_cast<std::size_t>(rated) == parts.size()
                              ? std::string{}
                              : ", of the " + std::to_string(rated) + " with a rate,";
    return "by " + std::string{by} + of_those + " the rate was lowest for " + lowest->name + " (" +
           percent(*lowest->day.rate.completeness) + ") and highest for " + highest->name + " (" +
           percent(*highest->day.rate.completeness) + ")";
}

std::string nothing_there(where_from_view const& view) {
    if (view.day) return "There are no verdicts of " + to_words(*view.day) + " for this list.";
    return view.part.list.imported ? "This imported series holds no day yet."
                                   : "No day of this list has been judged yet.";
}

std::optional<figure_parts> region_parts(where_from_view const& view, std::string const& period) {
    figure_parts text{.title = "Verdicts by region", .period = period, .caption = std::string{how_to_read}};
    text.cannot =
        "A region is known only where whoever added a video gave it or its public page tells; it is never "
        "taken from the audited API, and of the rest no rate is made. “XX” is the platform’s own code for no "
        "country. Where intervals "
        "overlap, a difference may be chance.";
    text.table.first = "Region";
    return verdict_parts(parts_of(view.part.list, view.strata, "region:", true), std::move(text), "regions");
}

std::optional<figure_parts> year_parts(where_from_view const& view, std::string const& period) {
    figure_parts text{
        .title = "Verdicts by year of creation", .period = period, .caption = std::string{how_to_read}};
    text.cannot =
        "The year follows from the best known creation time. Older videos had more time to disappear from "
        "public view: those are in no rate.";
    text.table.first = "Year";
    return verdict_parts(parts_of(view.part.list, view.strata, "created:", false), std::move(text), "years");
}

std::optional<figure_parts> whole_parts(where_from_view const& view, list_day const& day,
                                        std::string const& period) {
    figure_parts text{.title = "Verdicts of the whole list", .period = period};
    text.caption = "No region and no year of creation is known that would divide it.";
    text.table.first = "Part";
    return verdict_parts({{"all videos", &view.part.list, day}}, std::move(text), "whole");
}

void set_creators(fields& page, where_from_view const& view) {
    creator_question const most{
        .by = creator_question::order::missing, .descending = true, .per_page = creators_shown};
    auto const top = page_of(view.creators, most);
    auto rows = list_of_fields();
    std::int64_t missing = 0;
    std::int64_t of_top = 0;
    for (auto const& one : view.creators) missing += one.counting - one.returned;
    bool any = false;
    for (auto const& one : top.creators) {
        if (one.counting == one.returned) continue;
        any = true;
        of_top += one.counting - one.returned;
        fields row;
        auto const href = creator_address(one.creator);
        row.set("creator", one.creator);
        row.set("href", href);
        row.set("has_href", !href.empty());
        row.set("missing", grouped(one.counting - one.returned));
        row.set("returned", grouped(one.returned));
        row.set("counting", grouped(one.counting));
        rows << row;
    }
    page.set("creators", rows);
    page.set("has_creators", any);
    page.set("of_top", grouped(of_top));
    page.set("missing", count_of(missing, "video that is", "videos that are"));
    auto const here = address{part_path(view.part.list, list_part::creators)};
    auto const day = view.day ? to_string(*view.day) : std::string{};
    page.set("all_creators",
             here.with("day", day).with("sort", "missing").with("order", "desc").text() + "#creators");
}

}  // namespace

std::string where_from_sentence(where_from_view const& view) {
    auto const* all = whole(view);
    if (all == nullptr) return nothing_there(view);
    if (all->api_void) return "The run of " + to_words(all->day) + " is void and counted in nothing.";
    auto const on = "On " + to_words(all->day) + ", ";
    if (!may_have_rate(view.part.list)) {
        auto const kind =
            view.part.list.imported ? verdict_kind::imported_not_available : verdict_kind::missing;
        return on + grouped(items_with(*all, kind)) + " of " + count_of(items_of(*all), "video", "videos") +
               (view.part.list.imported ? " were recorded as not available. "
                                        : " were public and not returned. ") +
               why_no_rate(view.part.list, *all);
    }
    auto const by_region = spread(parts_of(view.part.list, view.strata, "region:", true), "region");
    auto const by_year = spread(parts_of(view.part.list, view.strata, "created:", false), "year of creation");
    auto text = on + grouped(items_with(*all, verdict_kind::missing)) + " of " +
                count_of(all->rate.retrievable + all->rate.missing, "video that counts was",
                         "videos that count were") +
                " public and not returned";
    if (!by_region.empty()) text += "; " + by_region;
    if (!by_year.empty()) text += "; " + by_year;
    if (by_region.empty() && by_year.empty())
        text += "; too few count in most regions and years to say a rate of each";
    return text + '.';
}

std::optional<figure_parts> where_from_parts(where_from_view const& view) {
    auto const* all = whole(view);
    if (all == nullptr) return {};
    auto const period = to_words(all->day);
    if (auto regions = region_parts(view, period)) return regions;
    if (auto years = year_parts(view, period)) return years;
    return whole_parts(view, *all, period);
}

std::string render_where_from(where_from_view const& view) {
    fields page;
    auto const* all = whole(view);
    page.set("counted", all != nullptr);
    if (all != nullptr) {
        auto const period = to_words(all->day);
        auto const image = part_image(view.part.list, list_part::where_from, view.day);
        auto regions = region_parts(view, period), years = year_parts(view, period);
        // One address, one picture: the first of the two.
        if (regions || years) (regions ? regions : years)->image = image;
        page.set("regions", regions ? render_figure(*regions) : std::string{});
        page.set("years", years ? render_figure(*years) : std::string{});
        if (!regions && !years) {
            auto only = whole_parts(view, *all, period);
            only->image = image;
            page.set("whole", render_figure(*only));
        }
        set_creators(page, view);
    }
    page.set("imported", view.part.list.imported);
    page.set("action", part_path(view.part.list, list_part::where_from));
    auto const day = view.day ? to_string(*view.day) : std::string{};
    auto const shown = all == nullptr ? day : to_string(all->day);
    page.set("day", shown);
    auto const api = "/api/v1/lists/" + url_encoded(view.part.list.slug) + "/strata";
    page.set("json", address{api}.with("day", shown).text());
    page.set("csv", address{api + ".csv"}.with("day", shown).text());
    page_head head{.indexed = !view.day, .address = address_of(view).text()};
    if (all != nullptr) head.newest = all->day;
    return lay_out_part(view.part, list_part::where_from, head, where_from_sentence(view),
                        fill("where_from", page));
}

std::string render_lists_where_from(lists_view const& view) {
    std::vector<named_part> parts;
    std::optional<utc_day> newest;
    auto links = list_of_fields();
    for (auto const& one : view.lists) {
        fields link;
        link.set("title", one.list.title);
        link.set("href", part_path(one.list, list_part::where_from));
        link.set("date", one.day ? to_words(one.day->day) : std::string{"no day yet"});
        link.set("why", one.day ? why_no_rate(one.list, *one.day) : std::string{});
        links << link;
        if (!one.day) continue;
        parts.push_back({one.list.title, &one.list, *one.day});
        newest = newest ? std::max(*newest, one.day->day) : one.day->day;
    }
    figure_parts text{.title = "Verdicts by list", .period = "each on its newest valid day"};
    text.caption = std::string{how_to_read} +
                   " Each list on the newest of its days that is not void; the dates stand below.";
    text.cannot =
        "Lists have questions of their own and were chosen in different ways, and a video may be on several: "
        "they are never added up, and one list’s rate is not to be held against another’s without reading "
        "how each was chosen.";
    text.table.first = "List";
    fields page;
    page.set("figure", verdict_figure(parts, std::move(text), "lists"));
    page.set("has_lists", !view.lists.empty());
    page.set("lists", links);
    auto const sentence =
        view.lists.empty()
            ? std::string{"No list is watched yet."}
            : "Of " + count_of(static_cast<std::int64_t>(view.lists.size()), "list", "lists") + ", " +
                  grouped(static_cast<std::int64_t>(parts.size())) +
                  " can be shown by verdict, each on its newest valid day; there is no rate of all together.";
    page.set("sentence", sentence);
    page_head const head{
        .title = "Where from", .description = sentence, .path = "/where-from", .newest = newest};
    return lay_out(view.site, view.now, head, fill("lists_where_from", page));
}

}  // namespace lacuna::pages
