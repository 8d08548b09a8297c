#include "daemon/events/event.hpp"

namespace lacuna {
namespace {

constexpr std::array<event_word, 11> words{{
    {event_kind::item_lost, "item_lost", "a video is no longer returned",
     "opened on the first day that a video is absent which was retrievable on its last counting day; "
     "confirmed when it is missing; closed when it is retrievable again, not public, excluded, or no longer "
     "watched"},
    {event_kind::item_returned, "item_returned", "a video is returned again",
     "a video is retrievable that was missing on its last counting day; over with the day"},
    {event_kind::creator_lost, "creator_lost", "no video of a creator is returned any more",
     "of a creator with at least five counting videos on a list, some of which were retrievable before, all "
     "are missing; closed when one is retrievable, or none is public and in scope"},
    {event_kind::list_fell, "list_fell", "a list fell",
     "more videos of a list were lost than its own past explains, flicker of single days taken out; closed "
     "when half of them are back"},
    {event_kind::arm_void, "arm_void", "a run is void",
     "opened by a day whose last run has a void arm; closed by the next valid one"},
    {event_kind::mass_change, "mass_change", "a great many videos changed at once",
     "more than a third of the videos that count on both days changed; confirmed when it repeats; a fall is "
     "closed by a confirmed rise, and what is refuted is closed at once"},
    {event_kind::api_silent, "api_silent", "the API answers with nothing",
     "the last runs of three days were silent, one after the other; closed by the next valid one"},
    {event_kind::corruption, "corruption", "answers left out what others returned",
     "calls of the day were contradicted by later ones; over with the day"},
    {event_kind::vantages_disagree, "vantages_disagree", "two vantages get different answers",
     "opened by a day on which vantages that asked the same got different answers; closed by one on which "
     "they agreed"},
    {event_kind::schema_changed, "schema_changed", "a field of the answers changed",
     "a field appeared, vanished or changed its type; confirmed when a second day shows it; what vanished is "
     "closed when it is back"},
    {event_kind::stale, "stale", "no valid run for 26 hours",
     "opened 26 hours after the last run with a valid API arm; closed by the next"},
}};

event_word const& word_of(event_kind kind) noexcept { return words.at(static_cast<std::size_t>(kind) - 1); }

}  // namespace

std::array<event_word, 11> const& event_words() noexcept { return words; }
std::string_view to_string(event_kind kind) noexcept { return word_of(kind).name; }
std::string_view in_words(event_kind kind) noexcept { return word_of(kind).words; }

std::optional<event_kind> read_event_kind(std::string_view name) noexcept {
    for (auto const& word : words) {
        if (word.name == name) return word.kind;
    }
    return std::nullopt;
}

std::string_view state_of(event_state const& event) noexcept {
    if (event.closed_on) return event.why == withdrawn ? withdrawn : "closed";
    return event.confirmed_on ? "confirmed" : "open";
}

}  // namespace lacuna
