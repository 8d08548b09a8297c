#include "daemon/api/json_writer.hpp"
#include "daemon/pages/about/publication.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

using api::json_writer;

/// Frozen where the package is; absolute, or relative to the package, which lies at the root.
std::string located(publication const& all, std::string const& address) {
    auto const frozen = all.now.as_of ? as_of_address(address, *all.now.as_of) : address;
    return all.site.public_url.empty() ? frozen.substr(1) : all.site.public_url + frozen;
}

void put_schema(json_writer& out, data_table const& table) {
    out.key("schema").begin_object().key("fields").begin_array();
    for (auto const& column : table.columns) {
        out.begin_object().member("name", column.name).member("type", column.type);
        out.member("description", column.words).end_object();
    }
    out.end_array().key("missingValues").begin_array().value("").end_array();
    out.key("primaryKey").begin_array();
    for (auto const key : table.primary_key) out.value(key);
    out.end_array().end_object();
}

void put_resource(json_writer& out, publication const& all, data_table const& table, std::string const& name,
                  std::string const& address) {
    out.member("name", name).member("path", located(all, address)).member("profile", "tabular-data-resource");
    out.member("description", table.words).member("format", "csv").member("mediatype", "text/csv");
    out.member("encoding", "utf-8").key("dialect").begin_object().member("lineTerminator", "\n");
    out.member("header", true).end_object();
    put_schema(out, table);
}

void put_source(json_writer& out, std::string const& origin) {
    out.key("sources").begin_array().begin_object();
    out.member("title", origin.empty() ? std::string{"an unnamed source"} : origin);
    out.end_object().end_array();
}

void put_licence(json_writer& out, site_facts const& site) {
    out.key("licenses").begin_array().begin_object();
    out.member("title", site.licence_name).member("path", site.licence_url).end_object().end_array();
}

void put_resources(json_writer& out, publication const& all) {
    out.key("resources").begin_array();
    for (auto const& table : tables_of_all()) {
        out.begin_object().member("title", table.title);
        put_resource(out, all, table, std::string{table.name}, table_address(table, ".csv"));
        out.end_object();
    }
    for (auto const& one : all.lists) {
        for (auto const& table : tables_of_list()) {
            out.begin_object().member("title", std::string{table.title} + " of “" + one.list.title + "”");
            put_resource(out, all, table, one.list.slug + '-' + std::string{table.name},
                         table_address(table, one, ".csv"));
            if (one.list.imported) put_source(out, one.list.origin);
            out.end_object();
        }
    }
    out.end_array();
}

}  // namespace

std::string data_package(publication const& all) {
    auto const& site = all.site;
    json_writer out;
    out.begin_object().member("profile", "data-package").member("name", "lacuna");
    out.member("title", site.title + ": what a research API returns of what is public");
    out.member(
        "description",
        std::string{site.simulated ? "Simulated data: no real video, creator or service is meant. " : ""} +
            "Every day each video of a list is asked for through the platform’s research API, and read on "
            "its public page; what both say together is its verdict. Times are UTC, ids are texts, an "
            "empty cell says that nothing is known. A text that a spreadsheet would take for a formula "
            "has an apostrophe before it. Imported series stay under the terms of whoever "
            "published them.");
    if (!site.public_url.empty()) out.member("homepage", site.public_url + "/data");
    if (auto const days = days_covered(all); !days.empty())
        out.member("version", days.substr(days.find('/') + 1)).member("temporal", days);
    if (all.now.last_valid && all.now.last_valid->ended_at)
        out.member("created", to_rfc3339(*all.now.last_valid->ended_at));
    put_licence(out, site);
    out.key("contributors").begin_array().begin_object();
    out.member("title", site.operator_name.empty() ? site.title : site.operator_name);
    out.member("role", "publisher").end_object().end_array();
    put_resources(out, all);
    out.end_object();
    return out.take();
}

}  // namespace lacuna::pages
