#include "daemon/pages/about/method_page.hpp"

#include "daemon/charts/palette.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"
#include "daemon/rollup/day_rollup.hpp"

#include <array>

namespace lacuna::pages {
namespace {

constexpr std::string_view of_verdict = "verdict-", of_reason = "reason-", of_grade = "grade-",
                           of_event = "event-";

fields term(std::string_view words, std::string_view says) {
    fields one;
    one.set("words", std::string{words});
    one.set("says", std::string{says});
    return one;
}

std::string anchor(std::string_view what, std::string_view name) {
    return std::string{what} + std::string{name};
}

template <class Code>
fields terms(std::initializer_list<Code> codes, std::string_view what) {
    auto all = list_of_fields();
    for (auto const code : codes) {
        auto one = term(to_string(code), in_words(code));
        one.set("id", anchor(what, to_string(code)));
        all << one;
    }
    return all;
}

fields events() {
    auto all = list_of_fields();
    for (auto const& word : event_words()) {
        auto one = term(word.name, word.when);
        one.set("id", anchor(of_event, word.name));
        one.set("title", std::string{word.words});
        all << one;
    }
    return all;
}

/// Which method this is, in one line that can be quoted.
std::string version_words(standing const& now) {
    std::string words;
    for (auto const& rules : now.rules) {
        if (rules.version != rules_of_today(now)) continue;
        words = "Rules " + std::to_string(rules.version) + ", judge " + std::to_string(rules.judge) +
                ", in force for days from " + (rules.from == utc_day{} ? "the first" : to_words(rules.from)) +
                " on; ";
    }
    return words + "as written down in Lacuna " + LACUNA_VERSION + '.';
}

fields selections() {
    auto all = list_of_fields();
    using enum selection;
    for (auto const how : {random, census, convenience, chosen_for_being_missing})
        all << term(in_words(how), caution(how));
    return all;
}

fields rules_over_time(standing const& now) {
    auto all = list_of_fields();
    for (auto const& rules : now.rules) {
        fields one;
        one.set("version", std::to_string(rules.version));
        one.set("from", rules.from == utc_day{} ? "the first" : to_string(rules.from));
        one.set("made", rules.made_at ? moment(*rules.made_at) : std::string{});
        one.set("words", rules.words);
        all << one;
    }
    return all;
}

}  // namespace

std::string render_method(site_facts const& site, standing const& now) {
    fields page;
    auto own = list_of_fields(), imported = list_of_fields();
    for (auto const& word : verdict_words()) {
        std::array const kind{word.kind};
        fields one;
        one.set("swatch", charts::legend(kind).front().swatch);
        one.set("glyph", std::string{word.glyph});
        one.set("name", std::string{word.name});
        one.set("id", anchor(of_verdict, word.name));
        one.set("words", std::string{word.words});
        one.set("meaning", std::string{meaning(word.kind)});
        (is_imported(word.kind) ? imported : own) << one;
    }
    page.set("verdicts", own);
    page.set("imported", imported);
    using enum verdict_reason;
    page.set("reasons",
             terms({no_creation_time, run_stopped, platform_failed, platform_refused, contradicted, silent,
                    quota_spent, time_spent, presence_off, presence_failed, presence_shell, presence_not_read,
                    presence_unsound, presence_lost, absent_once, not_bracketed, later_windows},
                   of_reason));
    page.set("grades", terms({absence_grade::once, absence_grade::twice, absence_grade::alone}, of_grade));
    page.set("selections", selections());
    page.set("events", events());
    page.set("fewest", std::to_string(fewest_for_headline));
    page.set("coverage", percent(least_coverage));
    page.set("version", version_words(now));
    page.set("has_rules", !now.rules.empty());
    page.set("rules", rules_over_time(now));
    page_head head{.title = "Method",
                   .description = "What is asked, how a video is judged, and what the numbers cannot show.",
                   .path = "/method"};
    if (now.last_valid) head.newest = now.last_valid->day;
    return lay_out(site, now, head, fill("method", page));
}

std::string method_address(verdict_kind kind) { return "/method#" + anchor(of_verdict, to_string(kind)); }
std::string method_address(verdict_reason reason) {
    return "/method#" + anchor(of_reason, to_string(reason));
}
std::string method_address(event_kind kind) { return "/method#" + anchor(of_event, to_string(kind)); }

}  // namespace lacuna::pages
