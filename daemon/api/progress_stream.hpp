#pragma once

#include "daemon/api/rest.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace lacuna::api {

/// Server-sent events until the run has ended: `event: progress` with how far it is, at the end `event: end`.
/// @param streams how many there are; this one counts itself. @param all_numbers false: the phase and
/// percents only, since the
///        numbers of a run count items of private lists too.
[[nodiscard]] boost::asio::awaitable<void> stream_progress(rest_sources const& from,
                                                           std::shared_ptr<int> streams, run_id run,
                                                           bool all_numbers, body_sink give);

}  // namespace lacuna::api
