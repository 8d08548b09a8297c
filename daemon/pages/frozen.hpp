#pragma once

#include "daemon/time/utc.hpp"

#include <optional>
#include <string>

namespace lacuna::pages {

/// `html` with every link and form of ours leading on to the same frozen day, so that whoever follows a
/// citation stays with the data that was cited. Left alone are addresses that tell of no day: files, and
/// those that say as_of already.
/// @param html made by our templates: all that came from outside is escaped in it.
[[nodiscard]] std::string keep_as_of(std::string const& html, utc_day day);
/// The same for one address of ours, not escaped; as it is where no day is frozen.
[[nodiscard]] std::string kept_address(std::string const& address, std::optional<utc_day> as_of);

}  // namespace lacuna::pages
