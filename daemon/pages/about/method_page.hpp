#pragma once

#include "daemon/pages/layout.hpp"

#include <string>

namespace lacuna::pages {

/// What every word on the pages means, generated from the tables that the judge and the charts use.
[[nodiscard]] std::string render_method(site_facts const& site, standing const& now);

}  // namespace lacuna::pages
