#pragma once

#include "daemon/pages/evidence/item_page.hpp"
#include "daemon/pages/template.hpp"

namespace lacuna::pages {

/// What was opened, confirmed and closed about the item, newest first.
void set_item_events(fields& page, item_view const& view);

}  // namespace lacuna::pages
