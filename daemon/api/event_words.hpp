#pragma once

#include "daemon/store/event_reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lacuna::api {

/// What an event is about, in a few words: "video 7332960275127110954 of @name", "list Cited on the web",
/// "the API arm"; "" where the kind says it all.
[[nodiscard]] std::string subject_words(shown_event const& shown);
/// "A video is no longer returned: video 7332960275127110954 of @name".
[[nodiscard]] std::string title_words(shown_event const& shown);
/// Since when, how sure, whether it is over, and its numbers; whole sentences.
[[nodiscard]] std::string story_words(shown_event const& shown);

/// The page to read on: of the item, of the list, or of the run.
[[nodiscard]] std::string page_of(shown_event const& shown);

/// The verdicts before and after an item's event; none of any other.
struct change_of_item {
    std::string_view from{};
    std::string_view to{};
};
[[nodiscard]] std::optional<change_of_item> change_of(shown_event const& shown);

}  // namespace lacuna::api
