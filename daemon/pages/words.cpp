#include "daemon/pages/words.hpp"

#include "daemon/charts/counts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace lacuna::pages {
namespace {

std::string one_decimal(double value) {
    std::array<char, 32> text{};
    auto const length = std::snprintf(text.data(), text.size(), "%.1f", value);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string hundredths(double share) {
    if (share <= 0) return "0";
    if (share >= 1) return "100";
    return one_decimal(std::clamp(share * 100, 0.1, 99.9));
}

}  // namespace

std::string count_of(std::int64_t number, std::string_view one, std::string_view many) {
    return charts::grouped(number) + ' ' + std::string{number == 1 ? one : many};
}

std::string percent(double share) { return hundredths(share) + "\u00a0%"; }

std::string percent_range(double low, double high) { return hundredths(low) + "–" + hundredths(high); }

std::string time_of_day(utc_time instant) { return to_rfc3339(instant).substr(11, 5) + " UTC"; }

std::string moment(utc_time instant) { return to_words(day_of(instant)) + ", " + time_of_day(instant); }

std::string_view meaning(verdict_kind kind) noexcept {
    switch (kind) {
        case verdict_kind::lingering:
            return "The API returned it on a day when the public endpoint did not show it.";
        case verdict_kind::retrievable: return "The API returned it that day.";
        case verdict_kind::not_public:
            return "The public endpoint did not show it to us that day. Why (removed, made private, blocked "
                   "here) is not known.";
        case verdict_kind::not_measured:
            return "No usable answer of the API that day. It says nothing about the video.";
        case verdict_kind::unknown:
            return "The API left it out, but whether it was public that day is not known. It says nothing "
                   "about the API.";
        case verdict_kind::too_young:
            return "Public and not returned, but so new that the API may not have it yet.";
        case verdict_kind::excluded:
            return "Public and not returned, as the API’s documentation says of videos like it.";
        case verdict_kind::unconfirmed:
            return "Left out by the API. A second call, or a second look at the public page, has yet to "
                   "confirm it.";
        case verdict_kind::missing:
            return "Public before and after, not known to be out of scope, old enough, and left out by the "
                   "API again when asked again. Why is not known.";
        case verdict_kind::imported_available:
            return "The imported series says it was available. Not observed by us.";
        case verdict_kind::imported_not_available:
            return "The imported series says it was not available. Not observed by us, and no check of "
                   "public presence is known.";
        case verdict_kind::imported_error: return "The imported series says that its own check failed.";
    }
    return {};
}

std::string_view in_words(verdict_reason reason) noexcept {
    switch (reason) {
        case verdict_reason::none: return {};
        case verdict_reason::no_creation_time:
            return "no creation time is known, so it cannot be asked for by id";
        case verdict_reason::run_stopped: return "our run stopped before its turn";
        case verdict_reason::platform_failed: return "every try failed at the platform";
        case verdict_reason::platform_refused: return "the platform refused the question";
        case verdict_reason::quota_spent: return "the day's calls were spent";
        case verdict_reason::time_spent: return "the day's time was spent";
        case verdict_reason::presence_off: return "public presence is not checked here";
        case verdict_reason::presence_failed: return "the public endpoint gave no usable answer";
        case verdict_reason::presence_shell: return "the public endpoint answered with an empty shell";
        case verdict_reason::presence_not_read: return "its public page was not read that day";
        case verdict_reason::absent_once: return "left out once, not asked again yet";
        case verdict_reason::not_bracketed: return "not read as public again afterwards yet";
        case verdict_reason::later_windows:
            return "dated by its id only, and later creation dates are not searched yet";
        case verdict_reason::contradicted:
            return "every call that left it out also left out a video that came when asked for again";
        case verdict_reason::silent: return "the API answered many calls in a row with nothing";
        case verdict_reason::presence_unsound: return "the checks of the public endpoint failed around it";
        case verdict_reason::presence_lost: return "not found public any more, but not yet on three days";
    }
    return {};
}

std::string_view in_words(absence_grade grade) noexcept {
    switch (grade) {
        case absence_grade::none: return {};
        case absence_grade::once: return "one call";
        case absence_grade::twice: return "two calls";
        case absence_grade::alone: return "asked for alone, with controls";
    }
    return {};
}

std::string_view in_words(selection how) noexcept {
    switch (how) {
        case selection::random: return "a random sample";
        case selection::census: return "a census: everything of its kind";
        case selection::convenience: return "a convenience sample";
        case selection::chosen_for_being_missing: return "videos chosen because they were missing";
    }
    return {};
}

std::string_view caution(selection how) noexcept {
    switch (how) {
        case selection::random:
            return "A random sample speaks for what it was drawn from, within its interval, and for nothing "
                   "else.";
        case selection::census: return "It speaks for exactly these videos, not for others.";
        case selection::convenience:
            return "It speaks for these videos. They were taken because they were at hand, so the share may "
                   "not carry over to others.";
        case selection::chosen_for_being_missing:
            return "Chosen for their outcome: a rate of these would mean nothing, so there is none.";
    }
    return {};
}

std::string_view in_words(creation_source source) noexcept {
    switch (source) {
        case creation_source::presence: return "from the public page";
        case creation_source::metadata: return "as the API returned it";
        case creation_source::given: return "as given by whoever added the video";
        case creation_source::id: return "decoded from the id; can be seconds, rarely days, too early";
    }
    return {};
}

}  // namespace lacuna::pages
