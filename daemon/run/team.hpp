#pragma once

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace lacuna {

/// Runs all of `members` side by side and waits for all to end. If one throws, the others are cancelled; if
/// the caller is cancelled, all are.
/// @throws what the first that threw threw, after every member has ended.
[[nodiscard]] boost::asio::awaitable<void> all_of(std::vector<boost::asio::awaitable<void>> members);

}  // namespace lacuna
