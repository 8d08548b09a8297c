#pragma once

#include "daemon/config/config.hpp"
#include "daemon/store/database.hpp"

#include <boost/asio/io_context.hpp>

namespace lacuna {

/// What every command stands on. Made by the command line, outlives the command.
struct context {
    config const& settings;
    boost::asio::io_context& events;
    database& db;
};

}  // namespace lacuna
