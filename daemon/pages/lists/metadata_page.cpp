#include "daemon/pages/lists/metadata_page.hpp"

#include "daemon/api/event_words.hpp"
#include "daemon/charts/counts.hpp"
#include "daemon/charts/ratio_rows.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/figure_parts.hpp"
#include "daemon/pages/lists/metadata_figures.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>
#include <numeric>

namespace lacuna::pages {
namespace {

using charts::grouped;

address address_of(metadata_view const& view) {
    auto const here = address{part_path(view.part.list, list_part::metadata)};
    return here.with("day", view.day ? to_string(*view.day) : "");
}

std::string nothing_there(metadata_view const& view) {
    if (view.part.list.imported)
        return "This is somebody else’s series: it holds no metadata, only whether a video was available.";
    if (view.day) return "There are no verdicts of " + to_words(*view.day) + " for this list.";
    return "No day of this list has been judged yet.";
}

std::int64_t pairs_of(list_counts const& found) {
    auto const figures = figures_of(found.items);
    return std::accumulate(figures.begin(), figures.end(), std::int64_t{0},
                           [](std::int64_t sum, count_figures const& of) { return sum + of.pairs; });
}

/// "3 of 1,200 videos showed fewer views than in the days before".
std::string falls_of(list_counts const& found) {
    auto const views = figures_of(found.items).front();
    if (views.compared == 0) return {};
    auto const before = "than the highest of the " + std::to_string(days_compared.count()) + " days before";
    if (views.fell == 0) {
        return "none of the " + count_of(views.compared, "video", "videos") + " has fewer views " + before;
    }
    return grouped(views.fell) + " of " + count_of(views.compared, "video has", "videos have") +
           " fewer views " + before;
}

/// Why there is nothing to hold the API's counts against; empty where there is.
std::string why_no_pairs(list_counts const& found) {
    if (found.erased && found.items.empty())
        return "The counts of this day have been erased under the retention rule; what is known of fields "
               "stays.";
    if (found.items.empty()) return "The API returned no video of this list with counts that day.";
    if (pairs_of(found) > 0) return {};
    return "Nothing can be compared: no public count was read that day. The public endpoint that is asked "
           "(oEmbed) says whether a video is there and gives no counts.";
}

text_table fall_table(list_counts const& found) {
    text_table table{.first = "Count", .columns = {"Compared", "Fell", "Share"}};
    auto const figures = figures_of(found.items);
    for (std::size_t which = 0; which < figures.size(); ++which) {
        auto const& of = figures.at(which);
        auto const share = of.compared == 0
                               ? std::string{"–"}
                               : percent(static_cast<double>(of.fell) / static_cast<double>(of.compared));
        table.rows.push_back(
            {std::string{count_words.at(which)}, {grouped(of.compared), grouped(of.fell), share}});
    }
    return table;
}

fields changes_of(metadata_view const& view) {
    auto rows = list_of_fields();
    for (auto const& change : view.changes) {
        fields one;
        one.set("date", to_string(change.event.day));
        one.set("day", to_words(change.event.day));
        one.set("words", api::subject_words(change));
        one.set("story", api::story_words(change));
        rows << one;
    }
    return rows;
}

fields changes_of_the_day(list_counts const& found) {
    auto rows = list_of_fields();
    for (auto const& change : found.changes) {
        fields one;
        one.set("field", change.field);
        one.set("words", change.aspect == "type" ? std::string{"has another type"} : change.aspect);
        one.set("before", percent(change.share_before));
        one.set("now", percent(change.share));
        rows << one;
    }
    return rows;
}

void set_found(fields& page, list_counts const& found) {
    auto const period = to_words(found.day);
    page.set("date", period);
    page.set("ratios", ratio_figure(found, period));
    // In a template an empty text is still something.
    if (auto const why = why_no_pairs(found); !why.empty()) page.set("why_no_pairs", why);
    page.set("partly_erased", found.erased && !found.items.empty());
    page.set("counts", count_share_figure(found, period));
    page.set("field_figure", field_share_figure(found, period));
    page.set("no_fields", found.fields.items == 0);
    auto const table = fall_table(found);
    page.set("fall_columns", column_fields(table.columns));
    page.set("falls", row_fields(table.rows));
    page.set("has_falls", !found.items.empty());
    page.set("days_compared", std::to_string(days_compared.count()));
    page.set("today", changes_of_the_day(found));
    page.set("has_today", !found.changes.empty());
}

}  // namespace

std::string metadata_sentence(metadata_view const& view) {
    if (!view.found) return nothing_there(view);
    auto const& found = *view.found;
    auto const on = "On " + to_words(found.day);
    if (found.api_void) return "The run of " + to_words(found.day) + " is void and counted in nothing.";
    if (found.items.empty()) {
        auto text = why_no_pairs(found);
        return on + ": " + std::string(1, static_cast<char>(std::tolower(text.front()))) + text.substr(1);
    }
    auto const views = figures_of(found.items).front();
    std::string text = on + ", ";
    if (views.pairs > 0) {
        text += "the API gave " + grouped(views.near) + " of " + count_of(views.pairs, "video", "videos") +
                " about as many views (within 10\u00a0%) as the public page; the median ratio was " +
                charts::ratio_in_words(*views.median_ratio);
    } else {
        text += "the API gave counts for " +
                count_of(static_cast<std::int64_t>(found.items.size()), "video", "videos") +
                " of this list, and no public count was read to compare them with";
    }
    auto const falls = falls_of(found);
    return text + (falls.empty() ? std::string{} : "; " + falls) + '.';
}

std::string render_metadata(metadata_view const& view) {
    fields page;
    bool const counted = view.found && !view.found->api_void;
    page.set("counted", counted);
    if (counted) set_found(page, *view.found);
    page.set("changes", changes_of(view));
    page.set("has_changes", !view.changes.empty());
    page.set("imported", view.part.list.imported);
    page.set("action", part_path(view.part.list, list_part::metadata));
    page.set("day", view.found ? to_string(view.found->day)
                    : view.day ? to_string(*view.day)
                               : std::string{});
    auto const api = "/api/v1/lists/" + url_encoded(view.part.list.slug) + "/metadata";
    auto const day = view.day ? to_string(*view.day) : std::string{};
    page.set("json", address{api}.with("day", day).text());
    page.set("csv", address{api + ".csv"}.with("day", day).text());
    page_head head{.indexed = !view.day, .address = address_of(view).text()};
    if (view.found) head.newest = view.found->day;
    return lay_out_part(view.part, list_part::metadata, head, metadata_sentence(view),
                        fill("metadata", page));
}

}  // namespace lacuna::pages
