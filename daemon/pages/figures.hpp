#pragma once

#include "daemon/pages/template.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"

#include <span>
#include <string>
#include <vector>

namespace lacuna::pages {

/// What a figure shows: the days of one list from `from` to `to`, both included.
struct figure_view {
    watchlist const& list;
    std::vector<list_day> const& days;  ///< Oldest first.
    utc_day from{}, to{};
    std::vector<annotation> const& annotations;
};

/// The rate as a step line with its interval: a <figure> with two sizes of the picture, a caption, what it
/// cannot show, and its table twin. Empty for a list that may have no rate, and where no day has one.
[[nodiscard]] std::string trend_figure(figure_view const& view);
/// Items by verdict, one bar a day. Empty without counts.
[[nodiscard]] std::string counts_figure(figure_view const& view);
/// A small line of the rate, or bars of counts where there is no rate.
[[nodiscard]] std::string sparkline(figure_view const& view);

/// Swatch, glyph and words of each verdict drawn: [{swatch, glyph, words}].
[[nodiscard]] fields legend_fields(std::span<verdict_kind const> drawn);

}  // namespace lacuna::pages
