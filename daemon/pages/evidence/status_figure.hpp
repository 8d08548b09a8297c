#pragma once

#include "daemon/store/status_reader.hpp"

#include <cstddef>
#include <string>

namespace lacuna::pages {

/// "Research API, main": the endpoint and the vantage.
[[nodiscard]] std::string endpoint_name(endpoint_status const& one);

/// Questions and latencies by the hour, with its table twin. @param number makes its ids unique on the page.
[[nodiscard]] std::string endpoint_figure(endpoint_status const& one, utc_time since, utc_time until,
                                          std::size_t number);

}  // namespace lacuna::pages
