#include "daemon/pages/layout.hpp"

#include "daemon/pages/citation.hpp"
#include "daemon/pages/frozen.hpp"
#include "daemon/pages/static_files.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

#include <array>

namespace lacuna::pages {
namespace {

struct place {
    std::string_view path, words;
};
/// What every page leads to, in the head.
constexpr std::array<place, 7> places{{{"/", "Overview"},
                                       {"/events", "Events"},
                                       {"/runs", "Runs"},
                                       {"/status", "Status"},
                                       {"/method", "Method"},
                                       {"/data", "Data"},
                                       {"/add", "Add videos"}}};

fields navigation(std::string const& at, standing const& now) {
    auto links = list_of_fields();
    for (auto const& [path, words] : places) {
        fields one;
        one.set("href", kept_address(std::string{path}, now.as_of));
        one.set("words", std::string{words});
        one.set("current", at == path);
        links << one;
    }
    return links;
}

fields staleness(standing const& now) {
    fields said;
    if (now.as_of) return said;  // Said of the day itself: see frozen.
    if (!now.last_valid) {
        said.set("none_yet", true);
        return said;
    }
    auto const ended = now.last_valid->ended_at.value_or(now.last_valid->started_at);
    if (now.now - ended <= stale_after) return said;
    auto const hours = std::chrono::floor<std::chrono::hours>(now.now - ended).count();
    said.set("stale", true);
    said.set("when", moment(ended));
    said.set("ago", hours < 72 ? count_of(hours, "hour", "hours") : count_of(hours / 24, "day", "days"));
    return said;
}

}  // namespace

std::int16_t rules_of_today(standing const& now) noexcept {
    std::int16_t version = 0;
    for (auto const& rules : now.rules) {
        if (rules.from <= now.as_of.value_or(day_of(now.now))) version = rules.version;
    }
    return version;
}

std::string lay_out(site_facts const& site, standing const& now, page_head const& head,
                    std::string const& body) {
    fields page;
    page.set("site", site.title);
    page.set("title", head.title.empty() ? site.title : head.title + " · " + site.title);
    page.set("description", head.description);
    if (!site.public_url.empty()) page.set("canonical", site.public_url + head.path);
    page.set("noindex", !head.indexed);
    page.set("style", static_address("style.css"));
    page.set("script", static_address("page.js"));
    page.set("icon", static_address("icon.svg"));
    page.set("simulated", site.simulated);
    page.set("standing", staleness(now));
    page.set("places", navigation(head.path, now));
    page.set("home", kept_address("/", now.as_of));
    page.set("method", kept_address("/method", now.as_of));
    page.set("scope", kept_address("/rules", now.as_of));
    page.set("operator", site.operator_name);
    page.set("contact", site.contact);
    page.set("has_contact", !site.contact.empty());
    page.set("has_operator", !site.operator_name.empty());
    page.set("source", site.source_url);
    page.set("has_source", !site.source_url.empty());
    page.set("version", LACUNA_VERSION);
    page.set("has_rules", !now.rules.empty());
    page.set("rule_version", std::to_string(rules_of_today(now)));
    page.set("frozen", now.as_of.has_value());
    auto const shown = head.address.empty() ? head.path : head.address;
    page.set("live", shown);
    if (now.as_of) page.set("frozen_on", to_words(*now.as_of));
    page.set("cite", citation_block(site, now, head));
    page.set("body", now.as_of ? keep_as_of(body, *now.as_of) : body);
    return fill("layout", page);
}

std::string render_problem(site_facts const& site, standing const& now, std::string const& title,
                           std::string const& detail) {
    fields view;
    view.set("title", title);
    view.set("detail", detail);
    return lay_out(site, now, {.title = title, .path = "", .indexed = false}, fill("problem", view));
}

}  // namespace lacuna::pages
