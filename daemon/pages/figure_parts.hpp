#pragma once

#include "daemon/pages/template.hpp"
#include "daemon/verdict/verdict.hpp"

#include <string>
#include <vector>

namespace lacuna::pages {

/// A table of texts: what a figure shows, in words.
struct text_table {
    struct row {
        std::string name{};
        std::vector<std::string> cells{};  ///< One a column.
    };
    std::string first{};  ///< What the names are: "Region".
    std::vector<std::string> columns{};
    std::vector<row> rows{};
};

/// A picture in two sizes with all that goes with it.
struct figure_parts {
    std::string title{}, period{};
    std::string wide{}, narrow{};  ///< SVG of our own.
    std::vector<verdict_kind> legend{};
    std::string caption{};
    std::string cannot{};  ///< What it cannot show.
    text_table table{};
    std::string image{};  ///< Where it is to be had as a picture; empty: nowhere.
    std::string embed{};  ///< And for a frame on another page.
};

/// A <figure> with its table twin.
[[nodiscard]] std::string render_figure(figure_parts const& parts);

/// Columns and rows of a table for a template: [{text}] and [{name, cells: [{text}]}].
[[nodiscard]] fields column_fields(std::vector<std::string> const& columns);
[[nodiscard]] fields row_fields(std::vector<text_table::row> const& rows);

}  // namespace lacuna::pages
