#pragma once

#include "daemon/pages/evidence/item_page.hpp"
#include "daemon/pages/template.hpp"

// The parts of an item's page that tell of its days.
namespace lacuna::pages {

/// What the strip shows where the address does not say: days up to 400, then weeks, and months beyond five
/// years.
[[nodiscard]] charts::cell_size usual_cell(std::size_t days) noexcept;

/// The address of the page with all that it asks for.
[[nodiscard]] std::string history_address(item_view const& view, history_question const& asked);

/// Strip, its table, totals, changes.
void set_history(fields& page, item_view const& view);
/// The table of days, its filters, and the way to earlier and later ones.
void set_days(fields& page, item_view const& view);

/// {glyph, words, css}.
[[nodiscard]] fields mark_fields(verdict_kind kind);

}  // namespace lacuna::pages
