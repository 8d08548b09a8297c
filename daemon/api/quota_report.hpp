#pragma once

#include "daemon/api/rest.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace lacuna::api {

/// What a vantage has spent of a day's calls, and what is left where its budget is known.
struct quota_left {
    quota_line spent{};
    std::optional<std::int64_t> daily_calls{}, left{};
};

[[nodiscard]] boost::asio::awaitable<std::vector<quota_left>> quota_on(rest_sources const& from, utc_day day);

}  // namespace lacuna::api
