#pragma once

#include "daemon/pages/layout.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

/// "Cite this": the permalink with the day frozen, and BibTeX; of a list also the lines that show its figures
/// on another page. HTML; empty for a page that tells of no day.
[[nodiscard]] std::string citation_block(site_facts const& site, standing const& now, page_head const& head);

/// Who says so, for what is shown away from our pages: "Source: Lacuna, rules 3, Example Institute. Data as
/// of 20 Nov 2026." @param day the newest that is told of.
[[nodiscard]] std::string source_words(site_facts const& site, standing const& now,
                                       std::optional<utc_day> day);
/// What must be said before anything else, away from our pages too: that data is simulated, or out of date.
[[nodiscard]] std::vector<std::string> warnings_of(site_facts const& site, standing const& now);

/// `path` as somebody elsewhere can use it; where our own address is not known, with a word in its place.
[[nodiscard]] std::string public_address(site_facts const& site, std::string const& path);

}  // namespace lacuna::pages
