#include "daemon/pages/evidence/item_events.hpp"

#include "daemon/api/event_words.hpp"

#include <algorithm>
#include <cctype>

namespace lacuna::pages {
namespace {

fields row_of(shown_event const& shown) {
    fields row;
    std::string words{in_words(shown.event.what.kind)};
    words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
    row.set("date", to_string(shown.event.day));
    row.set("day", to_words(shown.event.day));
    row.set("title", words);
    row.set("list", shown.list_title);
    row.set("has_list", !shown.list_title.empty());
    row.set("story", api::story_words(shown));
    row.set("has_run", shown.run.has_value());
    if (shown.run) row.set("run_href", "/runs/" + std::to_string(*shown.run));
    return row;
}

}  // namespace

void set_item_events(fields& page, item_view const& view) {
    auto rows = list_of_fields();
    auto const most = static_cast<std::size_t>(events_of_item);
    for (std::size_t i = 0; i < std::min(most, view.events.size()); ++i) rows << row_of(view.events[i]);
    page.set("events", rows);
    page.set("has_events", !view.events.empty());
    page.set("more_events", view.events.size() > most);
    page.set("events_href", "/events?item=" + std::to_string(view.item.platform_id));
}

}  // namespace lacuna::pages
