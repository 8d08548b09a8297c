#include "daemon/pages/frozen.hpp"

#include "daemon/pages/layout.hpp"

#include <array>
#include <string_view>

namespace lacuna::pages {
namespace {

constexpr std::array<std::string_view, 4> of_no_day{"/static/", "/api/v1/openapi.json", "/add", "/status"};

bool tells_of_a_day(std::string_view address) {
    if (!address.starts_with('/') || address.find("as_of=") != address.npos) return false;
    for (auto const start : of_no_day) {
        if (address.starts_with(start)) return false;
    }
    return true;
}

/// In an attribute: '&' stands as an entity.
std::string frozen(std::string_view address, utc_day day) {
    auto const fragment = std::min(address.find('#'), address.size());
    std::string text{address.substr(0, fragment)};
    text += text.find('?') == text.npos ? "?as_of=" : "&amp;as_of=";
    return text + to_string(day) + std::string{address.substr(fragment)};
}

}  // namespace

std::string as_of_address(std::string const& address, utc_day day) {
    auto const fragment = std::min(address.find('#'), address.size());
    auto text = address.substr(0, fragment);
    text += text.find('?') == text.npos ? "?as_of=" : "&as_of=";
    return text + to_string(day) + address.substr(fragment);
}

std::string kept_address(std::string const& address, std::optional<utc_day> as_of) {
    return as_of && tells_of_a_day(address) ? as_of_address(address, *as_of) : address;
}

std::string keep_as_of(std::string const& html, utc_day day) {
    constexpr std::string_view link = " href=\"", form = "<form ";
    std::string kept;
    kept.reserve(html.size() + html.size() / 8);
    for (std::size_t at = 0; at < html.size();) {
        auto const next_link = html.find(link, at), next_form = html.find(form, at);
        auto const next = std::min(next_link, next_form);
        if (next == html.npos) {
            kept.append(html, at);
            break;
        }
        auto const until = next == next_link ? html.find('"', next + link.size()) : html.find('>', next);
        if (until == html.npos) {
            kept.append(html, at);
            break;
        }
        if (next == next_link) {
            auto const from = next + link.size();
            std::string_view const address{html.data() + from, until - from};
            kept.append(html, at, from - at);
            kept += tells_of_a_day(address) ? frozen(address, day) : std::string{address};
            at = until;
        } else {
            kept.append(html, at, until + 1 - at);
            kept += R"(<input type="hidden" name="as_of" value=")" + to_string(day) + "\">";
            at = until + 1;
        }
    }
    return kept;
}

}  // namespace lacuna::pages
