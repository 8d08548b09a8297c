#include "daemon/api/json_writer.hpp"
#include "daemon/pages/about/publication.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/words.hpp"

namespace lacuna::pages {
namespace {

using api::json_writer;

/// The same JSON without what HTML or an old JavaScript could take for its own.
std::string safe_in_script(std::string const& json) {
    std::string safe;
    safe.reserve(json.size() + json.size() / 16);
    for (std::size_t at = 0; at < json.size(); ++at) {
        switch (json[at]) {
            case '<': safe += "\\u003c"; break;
            case '>': safe += "\\u003e"; break;
            case '&': safe += "\\u0026"; break;
            default: safe += json[at];
        }
    }
    return safe;
}

std::string located(publication const& all, std::string const& address) {
    return all.site.public_url + (all.now.as_of ? as_of_address(address, *all.now.as_of) : address);
}

void put_download(json_writer& out, std::string const& name, std::string_view type,
                  std::string const& address) {
    out.begin_object().member("@type", "DataDownload").member("name", name);
    out.member("encodingFormat", type).member("contentUrl", address).end_object();
}

void put_publisher(json_writer& out, std::string_view role, std::string const& name) {
    out.key(role).begin_object().member("@type", "Organization").member("name", name).end_object();
}

void put_list(json_writer& out, publication const& all, published_list const& one) {
    auto const& list = one.list;
    out.begin_object().member("@type", "Dataset").member("name", list.title);
    out.member(
        "description",
        (list.question.empty() ? std::string{} : list.question + ' ') +
            count_of(list.items, "video", "videos") + ", " +
            (list.imported ? "an imported series, shown as published."
                           : std::string{in_words(list.how)} +
                                 ", asked for through a research API and looked up in public every day."));
    out.member("url", located(all, "/lists/" + url_encoded(list.slug)));
    if (list.imported) {
        put_publisher(out, "creator", list.origin.empty() ? "an unnamed source" : list.origin);
    } else {
        out.member("license", all.site.licence_url);
    }
    if (one.first && one.newest)
        out.member("temporalCoverage", to_string(*one.first) + '/' + to_string(*one.newest));
    out.key("distribution").begin_array();
    for (auto const& table : tables_of_list()) {
        if (table.name != "days" && table.name != "verdicts") continue;
        put_download(out, std::string{table.title}, "text/csv",
                     located(all, table_address(table, one, ".csv")));
    }
    out.end_array().end_object();
}

void put_distribution(json_writer& out, publication const& all) {
    out.key("distribution").begin_array();
    put_download(out, "Data Package: every table with its columns", "application/json",
                 located(all, "/datapackage.json"));
    for (auto const& table : tables_of_all())
        put_download(out, std::string{table.title}, "text/csv", located(all, table_address(table, ".csv")));
    out.end_array();
}

}  // namespace

std::string dataset_description(publication const& all) {
    auto const& site = all.site;
    json_writer out;
    out.begin_object().member("@context", "https://schema.org").member("@type", "Dataset");
    out.member("name", site.title + ": what a research API returns of what is public");
    out.member(
        "description",
        std::string{site.simulated ? "Simulated data. " : ""} +
            "Completeness of a platform’s research API, measured every day: which videos that the public "
            "sees does it return? Verdicts by video and day, rates with intervals, events, and the calls "
            "behind them.");
    out.member("url", located(all, "/data")).member("license", site.licence_url);
    out.member("isAccessibleForFree", true);
    put_publisher(out, "creator", site.operator_name.empty() ? site.title : site.operator_name);
    if (auto const days = days_covered(all); !days.empty()) out.member("temporalCoverage", days);
    if (all.now.last_valid && all.now.last_valid->ended_at)
        out.member("dateModified", to_rfc3339(*all.now.last_valid->ended_at));
    out.member("measurementTechnique", located(all, "/method"));
    out.key("variableMeasured").begin_array();
    out.value("completeness")
        .value("verdict of a video on a day")
        .value("lag from creation to first retrieval");
    out.end_array();
    put_distribution(out, all);
    out.key("hasPart").begin_array();
    for (auto const& one : all.lists) put_list(out, all, one);
    out.end_array().end_object();
    return safe_in_script(out.take());
}

}  // namespace lacuna::pages
