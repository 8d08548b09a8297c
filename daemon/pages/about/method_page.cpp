#include "daemon/pages/about/method_page.hpp"

#include "daemon/charts/palette.hpp"
#include "daemon/events/event.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"
#include "daemon/rollup/day_rollup.hpp"

#include <array>

namespace lacuna::pages {
namespace {

fields term(std::string_view words, std::string_view says) {
    fields one;
    one.set("words", std::string{words});
    one.set("says", std::string{says});
    return one;
}

template <class Code>
fields terms(std::initializer_list<Code> codes) {
    auto all = list_of_fields();
    for (auto const code : codes) all << term(to_string(code), in_words(code));
    return all;
}

fields events() {
    auto all = list_of_fields();
    for (auto const& word : event_words()) all << term(word.name, word.when);
    return all;
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
                    presence_unsound, presence_lost, absent_once, not_bracketed, later_windows}));
    page.set("grades", terms({absence_grade::once, absence_grade::twice, absence_grade::alone}));
    page.set("selections", selections());
    page.set("events", events());
    page.set("fewest", std::to_string(fewest_for_headline));
    page.set("coverage", percent(least_coverage));
    page.set("has_rules", !now.rules.empty());
    page.set("rules", rules_over_time(now));
    page_head const head{
        .title = "Method",
        .description = "What is asked, how a video is judged, and what the numbers cannot show.",
        .path = "/method"};
    return lay_out(site, now, head, fill("method", page));
}

}  // namespace lacuna::pages
