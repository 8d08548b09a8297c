#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lacuna::pages {

/// A column of a CSV that we publish, as the Data Package and the data page describe it.
struct data_column {
    std::string_view name{};
    std::string_view
        type{};  ///< Of Frictionless' Table Schema: string, integer, number, boolean, date, datetime.
    std::string words{};
};

/// A CSV that we publish. Its columns are those of the route that writes it; tests/api compares them.
struct data_table {
    std::string_view name{};  ///< In names of resources: "days".
    std::string_view title{};
    std::string words{};
    /// Address without ".csv": "/api/v1/lists/{}/completeness", {} being a list's slug.
    std::string_view path{};
    std::vector<data_column> columns{};
    std::vector<std::string_view> primary_key{};
    bool has_json = true;
};

/// Of the whole installation.
[[nodiscard]] std::vector<data_table> const& tables_of_all();
/// Of each list.
[[nodiscard]] std::vector<data_table> const& tables_of_list();

}  // namespace lacuna::pages
