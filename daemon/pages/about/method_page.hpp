#pragma once

#include "daemon/events/event.hpp"
#include "daemon/pages/layout.hpp"
#include "daemon/verdict/verdict.hpp"

#include <string>

namespace lacuna::pages {

/// What every word on the pages means, generated from the tables that the judge and the charts use.
[[nodiscard]] std::string render_method(site_facts const& site, standing const& now);

/// Where the page defines a word: "/method#verdict-missing". These never change.
[[nodiscard]] std::string method_address(verdict_kind kind);
[[nodiscard]] std::string method_address(verdict_reason reason);
[[nodiscard]] std::string method_address(event_kind kind);

}  // namespace lacuna::pages
