#pragma once

#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace lacuna {

struct erased {
    std::int64_t metadata = 0;  ///< Rows.
    std::int64_t calls = 0;     ///< Of which a body or counts went.
    std::int64_t public_counts = 0;
};

/// Erases what the API's terms want gone: metadata of items that were not returned since `before`, and the
/// bodies and the five counts of calls of days before it, with the public's counts of those days. Verdicts
/// and their counts, hashes, what was asked and what came back stay as they are. In pieces, so that nobody
/// waits long.
[[nodiscard]] boost::asio::awaitable<erased> erase_old_content(database& db, utc_day before);

}  // namespace lacuna
