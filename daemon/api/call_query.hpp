#pragma once

#include "daemon/api/http.hpp"
#include "daemon/store/call_filter.hpp"
#include "daemon/watchlist/item_reference.hpp"

namespace lacuna::api {

/// `?purpose=` and `?outcome=` of a table of calls; empty means all.
[[nodiscard]] checked<call_filter> call_filter_in(request const& asked);

}  // namespace lacuna::api
