#pragma once

#include "daemon/pages/about/data_tables.hpp"
#include "daemon/pages/layout.hpp"
#include "daemon/store/list_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

struct published_list {
    watchlist list{};
    std::optional<utc_day> first{}, newest{};  ///< Days with counts; none before the first.
};

/// All that can be downloaded, for whoever collects descriptions of data: readers, catalogues, search
/// engines.
struct publication {
    site_facts site{};
    standing now{};
    std::vector<published_list> lists{};  ///< Public ones only: what is told here is told to everybody.
};

/// Where a table is downloaded, with all days that there are. @param ending ".csv" or "" for JSON.
[[nodiscard]] std::string table_address(data_table const& table, std::string_view ending);
[[nodiscard]] std::string table_address(data_table const& table, published_list const& of,
                                        std::string_view ending);

/// "2026-09-22/2026-11-20" over all lists; empty without a day.
[[nodiscard]] std::string days_covered(publication const& all);

/// The Data Package (specs.frictionlessdata.io): every CSV with the schema of its columns, licence, sources.
[[nodiscard]] std::string data_package(publication const& all);
/// schema.org's Dataset as JSON-LD, safe inside a <script>: no '<', '>' or '&' in it.
[[nodiscard]] std::string dataset_description(publication const& all);
/// The public pages, for search engines. @param site has a public_url: a sitemap has absolute addresses only.
[[nodiscard]] std::string sitemap(publication const& all);

}  // namespace lacuna::pages
