#pragma once

#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace lacuna {

struct erased {
    std::int64_t metadata = 0;  ///< Rows.
    std::int64_t bodies = 0;
};

/// Erases what the API's terms want gone: metadata of items that were not returned since `before`, and the
/// bodies of calls of days before it. Verdicts, counts, hashes and the calls themselves stay as they are. In
/// pieces, so that nobody waits long.
[[nodiscard]] boost::asio::awaitable<erased> erase_old_content(database& db, utc_day before);

}  // namespace lacuna
