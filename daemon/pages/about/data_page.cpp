#include "daemon/pages/about/data_page.hpp"

#include "daemon/pages/address.hpp"
#include "daemon/pages/citation.hpp"
#include "daemon/pages/figures.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

fields column_fields(data_table const& table) {
    auto all = list_of_fields();
    for (auto const& column : table.columns) {
        fields one;
        one.set("name", std::string{column.name});
        one.set("type", std::string{column.type});
        one.set("words", column.words);
        all << one;
    }
    return all;
}

std::string columns_of(data_table const& table) {
    fields one;
    one.set("title", std::string{table.title});
    one.set("words", table.words);
    one.set("columns", column_fields(table));
    return fill("data_columns", one);
}

/// Of each table once: that of events is the same for all lists as for one.
std::string all_columns() {
    std::string html;
    for (auto const& table : tables_of_list()) html += columns_of(table);
    for (auto const& table : tables_of_all()) {
        if (table.name != "events") html += columns_of(table);
    }
    return html;
}

fields download_of_all(data_table const& table) {
    fields one;
    one.set("title", std::string{table.title});
    one.set("json", table_address(table, ""));
    one.set("csv", table_address(table, ".csv"));
    return one;
}

fields download(data_table const& table, published_list const& of) {
    fields one;
    one.set("title", std::string{table.title});
    one.set("csv", table_address(table, of, ".csv"));
    one.set("json", table_address(table, of, ""));
    one.set("has_json", table.has_json);
    return one;
}

fields list_fields(published_list const& one) {
    auto const& list = one.list;
    fields all;
    all.set("title", list.title);
    all.set("href", "/lists/" + url_encoded(list.slug));
    all.set("facts",
            count_of(list.items, "video", "videos") +
                (one.first && one.newest ? ", " + to_words(*one.first) + " to " + to_words(*one.newest)
                                         : std::string{", no day yet"}));
    all.set("imported", list.imported);
    all.set("origin", list.origin.empty() ? std::string{"an unnamed source"} : list.origin);
    all.set("private", !list.is_public);
    auto downloads = list_of_fields();
    for (auto const& table : tables_of_list()) downloads << download(table, one);
    all.set("downloads", downloads);
    all.set("atom", "/lists/" + url_encoded(list.slug) + "/events.atom");
    all.set("has_trend", may_have_rate(list));
    all.set("trend", image_address(list.slug, "trend", {}));
    all.set("counts", image_address(list.slug, "counts", {}));
    all.set("badge", "/badges/" + url_encoded(list.slug) + ".svg");
    return all;
}

/// For the lines that show how to ask: of the first list there is.
std::string example_slug(data_view const& view) {
    return view.open.lists.empty() ? std::string{"LIST"} : view.open.lists.front().list.slug;
}

}  // namespace

std::string render_data(data_view const& view) {
    auto const& site = view.open.site;
    fields page;
    auto of_all = list_of_fields(), lists = list_of_fields();
    for (auto const& table : tables_of_all()) of_all << download_of_all(table);
    for (auto const& one : view.shown) lists << list_fields(one);
    page.set("of_all", of_all);
    page.set("columns", all_columns());
    page.set("lists", lists);
    page.set("has_lists", !view.shown.empty());
    page.set("licence", site.licence_name);
    page.set("licence_url", site.licence_url);
    page.set("operator", site.operator_name.empty() ? site.title : site.operator_name);
    page.set("base", public_address(site, ""));
    page.set("slug", example_slug(view));
    auto const newest = view.open.now.last_valid ? view.open.now.last_valid->day : day_of(view.open.now.now);
    page.set("day", to_string(newest));
    page.set("description", dataset_description(view.open));
    page_head head{
        .title = "Data",
        .description = "Every table of this audit to download, its columns, the API and the licence.",
        .path = "/data"};
    if (view.open.now.last_valid) head.newest = view.open.now.last_valid->day;
    return lay_out(site, view.open.now, head, fill("data", page));
}

}  // namespace lacuna::pages
