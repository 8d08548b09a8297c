#pragma once

#include "daemon/pages/layout.hpp"

#include <string>

namespace lacuna::pages {

/// "Cite this": the permalink with the day frozen, and BibTeX. HTML; empty for a page that tells of no day.
[[nodiscard]] std::string citation_block(site_facts const& site, standing const& now, page_head const& head);

}  // namespace lacuna::pages
