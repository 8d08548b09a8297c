#pragma once

#include "daemon/api/http.hpp"
#include "daemon/rollup/creator_table.hpp"
#include "daemon/watchlist/item_reference.hpp"

#include <cstdint>

namespace lacuna::api {

/// ?sort=name|counting|returned|missing|share, order=asc|desc, none=1, q= (a prefix of the name), page=,
/// per_page= 1 to 1,000; the same for the page of creators and for its twins. An empty value is none.
[[nodiscard]] checked<creator_question> read_creator_question(request const& asked, std::int64_t per_page);

/// ?day=; none where it is not given, or empty.
[[nodiscard]] checked<std::optional<utc_day>> maybe_day_in(request const& asked, std::string_view name);

}  // namespace lacuna::api
