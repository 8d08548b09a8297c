#include "daemon/api/event_json.hpp"

#include "daemon/api/event_words.hpp"

#include <string>

namespace lacuna::api {
namespace {

std::optional<std::string> words(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

std::optional<std::string> words(std::optional<utc_day> const& day) {
    return day ? std::optional{to_string(*day)} : std::nullopt;
}

}  // namespace

void put_event(json_writer& out, shown_event const& shown) {
    auto const& event = shown.event;
    out.begin_object().member("event", shown.number).member("kind", to_string(event.what.kind));
    out.member("state", state_of(event)).member("words", title_words(shown));
    out.member("day", to_string(event.day)).member("confirmed_on", words(event.confirmed_on));
    out.member("closed_on", words(event.closed_on)).member("closed_why", words(event.why));
    out.member("opened_at", to_rfc3339(shown.opened_at)).member("updated_at", to_rfc3339(shown.updated_at));
    out.member("platform", "tiktok").member("list", words(shown.list)).key("item");
    shown.platform_id ? out.id(*shown.platform_id) : out.null();
    out.member("creator", words(event.what.creator)).member("vantage", words(event.what.vantage));
    out.member("field", words(event.what.field)).member("aspect", words(event.what.aspect));
    if (auto const change = change_of(shown)) out.member("from", change->from).member("to", change->to);
    out.member("imported", shown.imported()).member("run", shown.run);
    out.member("rule_version", shown.rule_version).key("details");
    out.raw(event.details.empty() ? "{}" : event.details).end_object();
}

}  // namespace lacuna::api
