#include "daemon/api/event_words.hpp"

#include "daemon/verdict/verdict.hpp"

#include <rapidjson/document.h>

#include <cctype>

namespace lacuna::api {
namespace {

std::string video_words(shown_event const& shown) {
    std::string words = "video " + std::to_string(*shown.platform_id);
    if (!shown.username.empty()) words += " of @" + shown.username;
    return words;
}

std::string why_words(std::string_view why) {
    if (why == "returned") return "retrievable again";
    if (why == "not_public") return "not public any more";
    if (why == "excluded") return "outside the documented scope";
    if (why == "not_watched") return "no longer watched";
    if (why == "rose") return "half of it or more is back";
    if (why == "fell_further") return "told on as part of a further fall";
    if (why == "valid") return "a valid run followed";
    if (why == "off") return "the arm was switched off";
    if (why == "answered") return "a run got answers again";
    if (why == "agreed") return "the vantages agree again";
    if (why == "refuted") return "asked again, it was not so";
    if (why == "not_repeated") return "it was not repeated";
    if (why == "back") return "the field is back";
    if (why == "reverted") return "it is as it was before";
    if (why == "usual_now") return "it stayed so";
    return {};
}

/// ", items: 12, panel: 800": what the details hold.
std::string number_words(std::string const& details) {
    rapidjson::Document read;
    read.Parse(details.data(), details.size());
    std::string words;
    if (read.HasParseError() || !read.IsObject()) return words;
    for (auto const& member : read.GetObject()) {
        std::string name{member.name.GetString(), member.name.GetStringLength()};
        for (char& letter : name) letter = letter == '_' ? ' ' : letter;
        std::string value;
        if (member.value.IsString()) value.assign(member.value.GetString(), member.value.GetStringLength());
        if (member.value.IsInt64()) value = std::to_string(member.value.GetInt64());
        if (value.empty() && member.value.IsNumber()) {
            value = std::to_string(member.value.GetDouble());
            value.erase(value.find_last_not_of('0') + 1);
            if (value.ends_with('.')) value.pop_back();
        }
        if (!value.empty()) words += (words.empty() ? "" : "; ") + name + ": " + value;
    }
    return words;
}

}  // namespace

std::string subject_words(shown_event const& shown) {
    auto const& what = shown.event.what;
    if (shown.platform_id) {
        auto words = video_words(shown);
        return shown.imported() ? words + ", as imported in " + shown.list_title : words;
    }
    if (!what.creator.empty()) return "@" + what.creator + " on the list " + shown.list_title;
    std::string words;
    if (what.kind == event_kind::arm_void) words = what.aspect == "api" ? "the API arm" : "the presence arm";
    if (!what.field.empty()) {
        words = "the field " + what.field + (what.aspect == "type" ? " has another type" : " " + what.aspect);
    }
    if (what.kind == event_kind::mass_change)
        words = what.aspect == "fall" ? "from returned to absent" : "from absent to returned";
    if (!shown.list_title.empty())
        words += (words.empty() ? "list " : " of the list ") + shown.list_title +
                 (shown.imported() ? ", as imported" : "");
    return words;
}

std::string title_words(shown_event const& shown) {
    std::string words{in_words(shown.event.what.kind)};
    words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
    auto const subject = subject_words(shown);
    return subject.empty() ? words : words + ": " + subject;
}

std::string story_words(shown_event const& shown) {
    auto const& event = shown.event;
    auto words = "Of " + to_string(event.day) + ".";
    if (state_of(event) == withdrawn)
        return words + " Withdrawn: a later run of the same day does not show it.";
    if (!event.confirmed_on) words += " Not confirmed yet.";
    if (event.confirmed_on && *event.confirmed_on != event.day)
        words += " Confirmed on " + to_string(*event.confirmed_on) + ".";
    if (event.closed_on) {
        auto const why = why_words(event.why);
        if (!why.empty()) words += " Closed on " + to_string(*event.closed_on) + ": " + why + ".";
    } else {
        words += " Open.";
    }
    auto const numbers = number_words(event.details);
    if (!numbers.empty()) words += " (" + numbers + ")";
    return words;
}

std::string page_of(shown_event const& shown) {
    if (shown.platform_id) return "/items/tiktok/" + std::to_string(*shown.platform_id);
    if (!shown.list.empty()) return "/lists/" + shown.list;
    return shown.run ? "/runs/" + std::to_string(*shown.run) : std::string{"/runs"};
}

std::optional<change_of_item> change_of(shown_event const& shown) {
    bool const lost = shown.event.what.kind == event_kind::item_lost;
    if (!lost && shown.event.what.kind != event_kind::item_returned) return std::nullopt;
    auto here = verdict_kind::retrievable;
    auto gone = shown.event.confirmed_on ? verdict_kind::missing : verdict_kind::unconfirmed;
    if (shown.imported()) {
        here = verdict_kind::imported_available;
        gone = verdict_kind::imported_not_available;
    }
    return lost ? change_of_item{to_string(here), to_string(gone)}
                : change_of_item{to_string(gone), to_string(here)};
}

}  // namespace lacuna::api
