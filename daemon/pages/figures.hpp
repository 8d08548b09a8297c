#pragma once

#include "daemon/pages/template.hpp"
#include "daemon/store/event_reader.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lacuna::pages {

/// Which days an address asks for; what it leaves out is the usual.
struct asked_days {
    int days = 0;
    std::optional<utc_day> to{};
};

/// What a figure shows: the days of one list from `from` to `to`, both included.
struct figure_view {
    watchlist const& list;
    std::vector<list_day> const& days;  ///< Oldest first.
    utc_day from{}, to{};
    std::vector<annotation> const& annotations;
    std::span<shown_event const> events{};  ///< Changes of the list, or of whole runs, to be marked.
    asked_days asked{};                     ///< For the addresses of the figure itself.
};

/// A dated mark of a figure, explained below it under its number.
struct figure_note {
    utc_day day{};
    std::string words{}, more{}, source{};
    std::string href{};  ///< Where to read on; empty: nowhere.
};

/// A figure before it is laid out: what a page, an embed and a picture of its own have in common.
struct figure {
    std::string name{};  ///< In addresses: "trend".
    std::string title{}, period{};
    std::string wide{}, narrow{};  ///< SVG, in two sizes.
    std::string caption{}, cannot{};
    std::vector<verdict_kind> kinds{};  ///< Drawn, for a legend.
    std::vector<figure_note> notes{};   ///< In the order of their numbers, from 1.
    struct row {
        std::string name{};
        std::vector<std::string> cells{};
    };
    // Its twin as a table.
    std::string first{"Day"};  ///< What the names of the rows are.
    std::vector<std::string> columns{};
    std::vector<row> rows{};
};

/// The rate as a step line with its interval. None for a list that may have no rate, and where no day has
/// one.
[[nodiscard]] std::optional<figure> draw_trend(figure_view const& view);
/// Items by verdict, one bar a day. None without counts.
[[nodiscard]] std::optional<figure> draw_counts(figure_view const& view);

/// A <figure> with both sizes of the picture, legend, notes, what it cannot show, its table twin, and where
/// it is to be had as an image and to embed.
[[nodiscard]] std::string lay_out_figure(figure const& drawn, figure_view const& view);
/// draw_… laid out; empty where there is nothing to draw.
[[nodiscard]] std::string trend_figure(figure_view const& view);
[[nodiscard]] std::string counts_figure(figure_view const& view);
/// A small line of the rate, or bars of counts where there is no rate.
[[nodiscard]] std::string sparkline(figure_view const& view);

/// Addresses of a list's figure, showing the same days: "/charts/lists/{slug}/{name}.svg" and
/// "/embed/lists/{slug}/{name}".
[[nodiscard]] std::string image_address(std::string const& slug, std::string_view name,
                                        asked_days const& asked);
[[nodiscard]] std::string embed_address(std::string const& slug, std::string_view name,
                                        asked_days const& asked);

/// Swatch, glyph and words of each verdict drawn: [{swatch, glyph, words}].
[[nodiscard]] fields legend_fields(std::span<verdict_kind const> drawn);

}  // namespace lacuna::pages
