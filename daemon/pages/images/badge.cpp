#include "daemon/pages/images/badge.hpp"

#include "daemon/charts/svg_text.hpp"
#include "daemon/charts/text_lines.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/static_files.hpp"
#include "daemon/pages/words.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace lacuna::pages {
namespace {

/// In tenths of a percent, as `percent` rounds.
long shown_tenths(double share) { return std::lround(std::stod(percent(share)) * 10); }

bool is_stale(badge_view const& view) {
    auto const& now = view.now;
    if (now.as_of) return false;
    if (!now.last_valid) return true;
    auto const ended = now.last_valid->ended_at.value_or(now.last_valid->started_at);
    if (now.now - ended > stale_after) return true;
    // Runs go on, but not over this list.
    return view.newest && view.newest->day + std::chrono::days{1} < now.last_valid->day;
}

/// The look and the words beside the number.
std::pair<badge_look, std::string> compared(double share, badge_thresholds const& with) {
    auto const tenths = shown_tenths(share);
    auto const below = [&](std::optional<int> const& limit) { return limit && tenths < 10L * *limit; };
    auto const words = [](int limit) { return ", below " + std::to_string(limit) + "\u00a0%"; };
    if (below(with.bad)) return {badge_look::bad, words(*with.bad)};
    if (below(with.warn)) return {badge_look::warn, words(*with.warn)};
    if (!with.warn && !with.bad) return {badge_look::neutral, {}};
    return {badge_look::good, {}};
}

badge without_number(badge_view const& view, std::string value, std::string const& why) {
    badge made{.label = "retrievable", .value = std::move(value)};
    made.title = view.list.title + ": " + made.value + ". " + why;
    return made;
}

badge plain_badge(badge_view const& view) {
    auto const& list = view.list;
    if (!may_have_rate(list)) return without_number(view, "no rate", why_no_rate(list, {}));
    if (list.archived) return without_number(view, "archived", "The list is no longer asked for.");
    if (is_stale(view)) return without_number(view, "stale", "No valid run lately.");
    if (!view.newest) return without_number(view, "no rate", "No day has been audited yet.");
    auto const& day = *view.newest;
    if (!has_headline(list, day)) return without_number(view, "no rate", why_no_rate(list, day));
    auto const [look, words] = compared(*day.rate.completeness, view.thresholds);
    badge made{.label = "retrievable", .value = percent(*day.rate.completeness) + words, .look = look};
    made.title = list.title + ": " + made.value +
                 " of public, in-scope videos retrievable through the API on " + to_words(day.day);
    return made;
}

constexpr std::array<std::string_view, 4> look_classes{"neutral", "good", "warn", "bad"};

/// Text squeezed or stretched to what was reckoned, whatever font the reader has.
std::string text_at(double middle, double width, std::string_view css_class, std::string const& text) {
    return "<text class=\"" + std::string{css_class} + "\" x=\"" + charts::px(middle) +
           "\" y=\"14\" textLength=\"" + charts::px(width) + "\" lengthAdjust=\"spacingAndGlyphs\">" +
           charts::escaped(text) + "</text>";
}

std::string box(double x, double width, std::string_view css_class) {
    return "<rect class=\"" + std::string{css_class} + "\" x=\"" + charts::px(x) + "\" width=\"" +
           charts::px(width) + "\" height=\"20\"/>";
}

}  // namespace

badge badge_of(badge_view const& view) {
    auto made = plain_badge(view);
    if (view.site.simulated) {
        made.label = "simulated: " + made.label;
        made.title = "Simulated data. " + made.title;
    }
    return made;
}

std::string badge_svg(badge const& shown) {
    constexpr double size = 11, beside = 7;
    double const left = charts::text_width(shown.label, size), right = charts::text_width(shown.value, size);
    double const split = left + 2 * beside, width = split + right + 2 * beside;
    auto const look = look_classes.at(static_cast<std::size_t>(shown.look));
    auto const across = charts::px(width);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + across + "\" height=\"20\" viewBox=\"0 0 " +
           across + " 20\" role=\"img\" aria-labelledby=\"t\" lang=\"en\"><title id=\"t\">" +
           charts::escaped(shown.title) + "</title><style>" + std::string{badge_style()} + "</style>" +
           "<clipPath id=\"round\"><rect width=\"" + across + "\" height=\"20\" rx=\"3\"/></clipPath>" +
           "<g clip-path=\"url(#round)\">" + box(0, split, "label") + box(split, width - split, look) +
           "</g>" + text_at(split / 2, left, "label", shown.label) +
           text_at(split + beside + right / 2, right, look, shown.value) + "</svg>";
}

std::string_view badge_style() { return embedded_text("badge.css"); }

}  // namespace lacuna::pages
