#pragma once

#include "daemon/time/utc.hpp"
#include "probes/http_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace lacuna {

/// Sets the simulated platform's clock over its control address. It runs on from there.
class simulated_clock {
public:
    /// @param control_url "http://127.0.0.1:PORT".
    simulated_clock(boost::asio::any_io_executor executor, std::string const& control_url);

    /// @throws std::runtime_error if the platform does not take it: a rehearsal cannot go on.
    [[nodiscard]] boost::asio::awaitable<void> set(utc_time now);

private:
    http_client client_;
};

}  // namespace lacuna
