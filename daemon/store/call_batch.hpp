#pragma once

#include "daemon/store/call_filter.hpp"
#include "daemon/store/run_reader.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <vector>

namespace lacuna {

/// A call as one of the pages of its batch.
struct batch_page {
    call_summary summary{};
    bool has_body = false;  ///< Still stored.
    /// Asked and returned beside those: found by a random sample to test the call, and on no list. Zero for
    /// those to whom items are hidden: they are told nothing of the rest.
    std::int64_t asked_of_no_list = 0;
    std::int64_t returned_of_no_list = 0;
};

/// The batch that the call belongs to: its first call and the further pages, by number. Empty where there is
/// no such call for the audience.
[[nodiscard]] boost::asio::awaitable<std::vector<batch_page>> read_batch(database& db, call_id call,
                                                                         audience who);

/// As run_reader::calls; only those that fit the filter.
[[nodiscard]] boost::asio::awaitable<std::vector<call_summary>> read_calls(database& db, run_id run,
                                                                           call_filter filter, call_id after,
                                                                           std::int64_t limit, audience who);

}  // namespace lacuna
