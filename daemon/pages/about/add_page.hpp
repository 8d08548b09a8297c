#pragma once

#include "daemon/pages/layout.hpp"

#include <string>

namespace lacuna::pages {

/// How videos are added, with lines to copy, and a form that asks what would become of them.
/// @param slug of a list for the examples; empty: there is none yet.
[[nodiscard]] std::string render_add(site_facts const& site, standing const& now, std::string const& slug);

}  // namespace lacuna::pages
