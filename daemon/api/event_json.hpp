#pragma once

#include "daemon/api/json_writer.hpp"
#include "daemon/store/event_reader.hpp"

namespace lacuna::api {

/// One event as an object.
void put_event(json_writer& out, shown_event const& shown);

}  // namespace lacuna::api
