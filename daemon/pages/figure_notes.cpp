#include "daemon/pages/figure_notes.hpp"

#include "daemon/api/event_words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

constexpr std::size_t most_changes = 12;

figure_note note_of(shown_event const& shown) {
    return {.day = shown.event.day,
            .words = api::title_words(shown),
            .more = api::story_words(shown),
            .href = event_address(shown.number)};
}

}  // namespace

event_question marked_events(watchlist const& list, utc_day from, utc_day to) {
    using enum event_kind;
    return {.list = list.key,
            .kinds = {list_fell, mass_change, api_silent, arm_void},
            .with_whole_runs = !list.imported,
            .from = from,
            .to = to};
}

std::vector<figure_note> notes_of(figure_view const& view) {
    auto const inside = [&](utc_day day) { return view.from <= day && day <= view.to; };
    std::vector<figure_note> notes;
    for (auto const& shown : view.events) {
        if (inside(shown.event.day) && state_of(shown.event) != withdrawn) notes.push_back(note_of(shown));
    }
    std::ranges::stable_sort(notes, {}, &figure_note::day);
    if (notes.size() > most_changes) notes.erase(notes.begin(), notes.end() - most_changes);
    for (auto const& note : view.annotations) {
        if (inside(note.day)) notes.push_back({.day = note.day, .words = note.words, .source = note.source});
    }
    std::ranges::stable_sort(notes, {}, &figure_note::day);
    return notes;
}

std::string event_address(std::int64_t number) {
    return "/events?before=" + std::to_string(number + 1) + "#e" + std::to_string(number);
}

}  // namespace lacuna::pages
