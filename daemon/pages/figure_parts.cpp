#include "daemon/pages/figure_parts.hpp"

#include "daemon/pages/figures.hpp"

namespace lacuna::pages {

fields column_fields(std::vector<std::string> const& columns) {
    auto cells = list_of_fields();
    for (auto const& text : columns) {
        fields one;
        one.set("text", text);
        cells << one;
    }
    return cells;
}

fields row_fields(std::vector<text_table::row> const& rows) {
    auto all = list_of_fields();
    for (auto const& row : rows) {
        fields one;
        one.set("name", row.name);
        one.set("cells", column_fields(row.cells));
        all << one;
    }
    return all;
}

std::string render_figure(figure_parts const& parts) {
    fields figure;
    figure.set("title", parts.title);
    figure.set("period", parts.period);
    figure.set("wide", parts.wide);
    figure.set("narrow", parts.narrow);
    figure.set("legend", legend_fields(parts.legend));
    figure.set("has_legend", !parts.legend.empty());
    figure.set("caption", parts.caption);
    if (!parts.cannot.empty()) figure.set("cannot", parts.cannot);
    if (!parts.image.empty()) figure.set("image", parts.image);
    if (!parts.embed.empty()) figure.set("embed", parts.embed);
    figure.set("first", parts.table.first);
    figure.set("columns", column_fields(parts.table.columns));
    figure.set("rows", row_fields(parts.table.rows));
    return fill("figure", figure);
}

}  // namespace lacuna::pages
