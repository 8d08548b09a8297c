#include "daemon/pages/about/events_page.hpp"

#include "daemon/api/event_words.hpp"
#include "daemon/pages/about/method_page.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/figure_notes.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

#include <array>
#include <cctype>

namespace lacuna::pages {
namespace {

std::string_view state_in_words(event_state const& event) {
    auto const state = state_of(event);
    if (state == "open") return "open, not confirmed yet";
    if (state == "confirmed") return "open, confirmed";
    return state;
}

std::string day_text(std::optional<utc_day> const& day) { return day ? to_string(*day) : std::string{}; }

/// `path` with every filter; the twins over REST take the same.
address filtered(std::string path, asked_events const& asked) {
    auto here = address{std::move(path)}.with("list", asked.list);
    if (asked.item) here = here.with("item", std::to_string(*asked.item));
    if (asked.kind) here = here.with("kind", to_string(*asked.kind));
    if (asked.open) here = here.with("open", *asked.open ? "true" : "false");
    return here.with("from", day_text(asked.from)).with("to", day_text(asked.to));
}

address address_of(asked_events const& asked) {
    return filtered("/events", asked)
        .with("before", asked.before > 0 ? std::to_string(asked.before) : std::string{});
}

fields row_of(shown_event const& shown) {
    auto const& event = shown.event;
    fields row;
    auto const number = std::to_string(shown.number);
    row.set("number", number);
    row.set("permalink", event_address(shown.number));
    row.set("date", to_string(event.day));
    row.set("day", to_words(event.day));
    std::string kind{in_words(event.what.kind)};
    kind.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(kind.front())));
    row.set("kind", kind);
    row.set("method", method_address(event.what.kind));
    auto const subject = api::subject_words(shown);
    row.set("subject", subject);
    row.set("has_subject", !subject.empty());
    row.set("href", api::page_of(shown));
    row.set("state", std::string{state_in_words(event)});
    row.set("over", event.closed_on.has_value());
    row.set("story", api::story_words(shown));
    return row;
}

fields option(std::string_view value, std::string_view words, bool selected) {
    fields one;
    one.set("value", std::string{value});
    one.set("words", std::string{words});
    one.set("selected", selected);
    return one;
}

void set_filters(fields& page, events_view const& view) {
    auto const& asked = view.asked;
    auto lists = list_of_fields(), kinds = list_of_fields(), states = list_of_fields();
    for (auto const& list : view.lists) lists << option(list.slug, list.title, list.slug == asked.list);
    for (auto const& word : event_words()) kinds << option(word.name, word.words, word.kind == asked.kind);
    states << option("true", "still open", asked.open == true)
           << option("false", "over", asked.open == false);
    page.set("lists", lists);
    page.set("kinds", kinds);
    page.set("states", states);
    page.set("item", asked.item ? std::to_string(*asked.item) : std::string{});
    page.set("from", day_text(asked.from));
    page.set("to", day_text(asked.to));
    page.set("filtered", filtered("/events", asked).text() != "/events");
}

}  // namespace

std::string render_events(events_view const& view) {
    fields page;
    set_filters(page, view);
    auto rows = list_of_fields();
    for (auto const& shown : view.events) rows << row_of(shown);
    page.set("rows", rows);
    page.set("has_rows", !view.events.empty());
    page.set("from_the_newest", view.asked.before == 0);
    page.set("newest", filtered("/events", view.asked).text());
    page.set("more", view.more);
    if (view.more) {
        auto older = view.asked;
        older.before = view.events.back().number;
        page.set("older", address_of(older).text());
    }
    page.set("csv", filtered("/api/v1/events.csv", view.asked).text());
    page.set("json", filtered("/api/v1/events", view.asked).text());
    page.set("atom", view.asked.list.empty() ? std::string{"/events.atom"}
                                             : "/lists/" + url_encoded(view.asked.list) + "/events.atom");
    auto const here = address_of(view.asked).text();
    page_head head{
        .title = "Events",
        .description = "What changed between what the API returns and what the public sees, and when.",
        .path = "/events",
        .indexed = here == "/events",
        .address = here};
    if (view.now.last_valid) head.newest = view.now.last_valid->day;
    return lay_out(view.site, view.now, head, fill("events", page));
}

}  // namespace lacuna::pages
