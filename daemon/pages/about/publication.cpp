#include "daemon/pages/about/publication.hpp"

#include "daemon/api/event_feed.hpp"
#include "daemon/pages/address.hpp"

#include <algorithm>
#include <array>

namespace lacuna::pages {
namespace {

constexpr std::array<std::string_view, 9> fixed_pages{"/",       "/where-from", "/events", "/runs", "/status",
                                                      "/method", "/rules",      "/data",   "/add"};

std::string entry(std::string const& address, std::optional<utc_day> const& changed) {
    return "<url><loc>" + api::xml_escaped(address) + "</loc>" +
           (changed ? "<lastmod>" + to_string(*changed) + "</lastmod>" : std::string{}) + "</url>\n";
}

}  // namespace

std::string table_address(data_table const& table, std::string_view ending) {
    return std::string{table.path} + std::string{ending};
}

std::string table_address(data_table const& table, published_list const& of, std::string_view ending) {
    std::string path{table.path};
    auto const hole = path.find("{}");
    if (hole == std::string::npos) {
        return address{path + std::string{ending}}.with("list", of.list.slug).text();
    }
    path.replace(hole, 2, url_encoded(of.list.slug));
    auto here = address{path + std::string{ending}};
    // The others are of the newest day, or of all.
    if ((table.name == "days" || table.name == "verdicts") && of.first && of.newest)
        here = here.with("from", to_string(*of.first)).with("to", to_string(*of.newest));
    return here.text();
}

std::string days_covered(publication const& all) {
    std::optional<utc_day> first, newest;
    for (auto const& one : all.lists) {
        if (one.first) first = std::min(first.value_or(*one.first), *one.first);
        if (one.newest) newest = std::max(newest.value_or(*one.newest), *one.newest);
    }
    return first && newest ? to_string(*first) + '/' + to_string(*newest) : std::string{};
}

std::string sitemap(publication const& all) {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (auto const path : fixed_pages) text += entry(all.site.public_url + std::string{path}, {});
    for (auto const& one : all.lists)
        text += entry(all.site.public_url + "/lists/" + url_encoded(one.list.slug), one.newest);
    return text + "</urlset>\n";
}

}  // namespace lacuna::pages
