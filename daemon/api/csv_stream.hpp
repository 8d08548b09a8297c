#pragma once

#include "daemon/api/csv_writer.hpp"
#include "daemon/api/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string_view>
#include <vector>

namespace lacuna::api {

/// Puts some more rows of a table, a step's worth. @return whether there may be more.
using row_source = std::function<boost::asio::awaitable<bool>(csv_writer&)>;

/// A whole table as CSV, however long: what is in memory is one step of `more`. A slow reader slows the steps
/// down, so a step must hold no connection when it returns.
[[nodiscard]] response csv_stream(std::vector<std::string_view> columns, row_source more);

/// CSV without `per_page` is the whole table; with it, a page of it, as in JSON.
[[nodiscard]] bool wants_whole_table(request const& asked);

}  // namespace lacuna::api
