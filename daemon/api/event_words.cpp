#include "daemon/api/event_words.hpp"

#include "daemon/verdict/verdict.hpp"

#include <rapidjson/document.h>

#include <cctype>
#include <cmath>
#include <cstdlib>

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

std::int64_t number_of(rapidjson::Value const& details, char const* name) {
    auto const found = details.FindMember(name);
    return found != details.MemberEnd() && found->value.IsInt64() ? found->value.GetInt64() : 0;
}

double share_of(rapidjson::Value const& details, char const* name) {
    auto const found = details.FindMember(name);
    return found != details.MemberEnd() && found->value.IsNumber() ? found->value.GetDouble() : 0;
}

std::string text_of(rapidjson::Value const& details, char const* name) {
    auto const found = details.FindMember(name);
    if (found == details.MemberEnd() || !found->value.IsString()) return {};
    return {found->value.GetString(), found->value.GetStringLength()};
}

/// "1 video", "20 videos".
std::string counted(std::int64_t number, std::string_view one) {
    auto words = std::to_string(number) + ' ' + std::string{one};
    return number == 1 ? words : words + 's';
}

/// 5.88 -> "5.9".
std::string tenths(double number) {
    auto const rounded = std::llround(number * 10);
    return (rounded < 0 ? "-" : "") + std::to_string(std::llabs(rounded / 10)) + '.' +
           std::to_string(std::llabs(rounded % 10));
}

/// Of a list's fall or rise: how many, of how many, of whom, since when.
std::string change_words(rapidjson::Value const& details) {
    auto words = std::to_string(number_of(details, "items")) + " of " +
                 counted(number_of(details, "panel"), "video") + " that could have changed, by " +
                 counted(number_of(details, "creators"), "creator") + ": " +
                 tenths(share_of(details, "points")) + " points";
    auto const began = read_day(text_of(details, "began")), last = read_day(text_of(details, "last"));
    if (began && last) words += ", between " + to_words(*began) + " and " + to_words(*last);
    return words + '.';
}

std::string corruption_words(rapidjson::Value const& details) {
    auto words = std::to_string(number_of(details, "calls_contradicted")) + " of " +
                 counted(number_of(details, "calls"), "call");
    auto const dropped = number_of(details, "items_dropped");
    return dropped == 0 ? words + '.' : words + "; they had left out " + counted(dropped, "video") + '.';
}

std::string field_words(rapidjson::Value const& details) {
    auto const before = text_of(details, "type_before"), now = text_of(details, "type");
    auto words = "In " + tenths(share_of(details, "share_before") * 100) +
                 "\u00a0% of the videos before, in " + tenths(share_of(details, "share") * 100) +
                 "\u00a0% that day";
    return before == now ? words + '.' : words + "; its type was " + before + " and is " + now + '.';
}

/// What is known by none of the names above: ": " between name and value, "; " between them.
std::string other_words(rapidjson::Value const& details) {
    std::string words;
    for (auto const& member : details.GetObject()) {
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
        if (value.empty()) continue;
        words.append(words.empty() ? "" : "; ").append(name).append(": ").append(value);
    }
    return words.empty() ? words : words + '.';
}

/// "20 of 340 videos …": what the details hold, as a sentence.
std::string number_words(event_state const& event) {
    rapidjson::Document read;
    read.Parse(event.details.data(), event.details.size());
    if (read.HasParseError() || !read.IsObject() || read.ObjectEmpty()) return {};
    switch (event.what.kind) {
        case event_kind::list_fell: return change_words(read);
        case event_kind::corruption: return corruption_words(read);
        case event_kind::schema_changed: return field_words(read);
        case event_kind::creator_lost:
            return "None of " + counted(number_of(read, "items"), "video") + " that count.";
        case event_kind::mass_change: return counted(number_of(read, "items"), "video") + '.';
        case event_kind::api_silent:
            return "No answer with a video in it on " + counted(number_of(read, "days"), "day") + '.';
        case event_kind::arm_void: {
            auto reason = text_of(read, "reason");
            if (reason.empty()) return {};
            reason.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(reason.front())));
            return reason + '.';
        }
        default: return other_words(read);
    }
}

}  // namespace

std::string subject_words(shown_event const& shown) {
    auto const& what = shown.event.what;
    if (shown.platform_id) {
        auto words = video_words(shown);
        return shown.imported() ? words + ", as imported in “" + shown.list_title + "”" : words;
    }
    if (!what.creator.empty()) return "@" + what.creator + " on the list “" + shown.list_title + "”";
    std::string words;
    if (what.kind == event_kind::arm_void) words = what.aspect == "api" ? "the API arm" : "the presence arm";
    if (!what.field.empty()) {
        words = "the field " + what.field + (what.aspect == "type" ? " has another type" : " " + what.aspect);
    }
    if (what.kind == event_kind::mass_change)
        words = what.aspect == "fall" ? "from returned to absent" : "from absent to returned";
    if (!shown.list_title.empty())
        words += (words.empty() ? "“" : " of the list “") + shown.list_title + "”" +
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
    if (state_of(event) == withdrawn) return "Withdrawn: a later run of the same day does not show it.";
    auto words = number_words(event);
    auto const add = [&](std::string const& sentence) {
        words += (words.empty() ? "" : " ") + sentence + '.';
    };
    if (!event.confirmed_on) add("Not confirmed yet");
    if (event.confirmed_on && *event.confirmed_on != event.day)
        add("Confirmed on " + to_words(*event.confirmed_on));
    if (event.closed_on) {
        auto const why = why_words(event.why);
        if (!why.empty()) add("Closed on " + to_words(*event.closed_on) + ": " + why);
    } else {
        add("Still open");
    }
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
