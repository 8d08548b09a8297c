#include "daemon/pages/lists/creator_figures.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/pages/figure_parts.hpp"
#include "daemon/pages/words.hpp"

#include <numeric>

namespace lacuna::pages {
namespace {

std::int64_t sum(std::array<std::int64_t, 11> const& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

charts::bars_data bars_of(std::array<std::int64_t, 11> const& counts, std::string axis) {
    charts::bars_data data{.axis = std::move(axis)};
    for (std::size_t returned = 0; returned < counts.size(); ++returned) {
        data.classes.push_back({std::to_string(returned), counts.at(returned), returned == 0});
    }
    return data;
}

/// @param described what the picture shows, without its end.
figure_parts drawn(charts::bars_data const& data, figure_parts parts, std::string const& id,
                   std::string const& described) {
    auto wide = charts::wide_frame(250);
    auto narrow = charts::narrow_frame(230);
    wide.bottom = narrow.bottom = 42;
    auto const text = described + " The table below has every number.";
    parts.wide = charts::bars_svg(charts::shape_bars(data, wide), id, parts.title, text);
    parts.narrow = charts::bars_svg(charts::shape_bars(data, narrow), id + "-narrow", parts.title, text);
    for (auto const& one : data.classes)
        parts.table.rows.push_back({one.label, {charts::grouped(one.amount)}});
    return parts;
}

std::string laid_out(std::optional<figure_parts> parts, std::string const& image) {
    if (!parts) return {};
    parts->image = image;
    return render_figure(*parts);
}

}  // namespace

charts::bars_data bars_of_ten(creator_panel const& panel) {
    return bars_of(panel.of_ten, "of ten counting videos, so many were returned");
}

charts::bars_data bars_of_tenths(creator_panel const& panel) {
    return bars_of(panel.tenths, "tenths of a creator’s videos, returned");
}

std::optional<figure_parts> of_ten_parts(creator_panel const& panel, std::string const& period) {
    auto const creators = sum(panel.of_ten);
    if (creators == 0) return {};
    figure_parts parts{.title = "Creators by how many of their ten videos were returned", .period = period};
    parts.caption = "The " + count_of(creators, "creator", "creators") +
                    " with exactly ten counting videos. Orange: none of the ten.";
    parts.cannot =
        "It cannot show what else these creators have published: the ten are the videos that are on this "
        "list and count.";
    parts.table = {.first = "Returned of ten", .columns = {"Creators"}};
    return drawn(bars_of_ten(panel), std::move(parts), "of-ten",
                 "Bars: how many creators had none, one, up to all of their ten counting videos returned.");
}

std::optional<figure_parts> tenths_parts(creator_panel const& panel, std::string const& period) {
    if (panel.judged == 0) return {};
    figure_parts parts{.title = "Creators by the share of their videos that was returned", .period = period};
    parts.caption = "The " + count_of(panel.judged, "creator", "creators") + " with at least " +
                    std::to_string(fewest_items_of_creator) +
                    " counting videos, to the nearest tenth; at 0 only who had none returned, at 10 only who "
                    "had all. Orange: none.";
    parts.cannot =
        "A creator with few videos can only fall into a few of the tenths. It cannot show why a video was "
        "not "
        "returned.";
    parts.table = {.first = "Tenths returned", .columns = {"Creators"}};
    return drawn(bars_of_tenths(panel), std::move(parts), "tenths",
                 "Bars: how many creators had which tenth of their counting videos returned.");
}

std::string of_ten_figure(creator_panel const& panel, std::string const& period, std::string const& image) {
    return laid_out(of_ten_parts(panel, period), image);
}

std::string tenths_figure(creator_panel const& panel, std::string const& period, std::string const& image) {
    return laid_out(tenths_parts(panel, period), image);
}

}  // namespace lacuna::pages
