#include "daemon/pages/images/embed_page.hpp"

#include "daemon/pages/address.hpp"
#include "daemon/pages/citation.hpp"
#include "daemon/pages/frozen.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/static_files.hpp"
#include "daemon/pages/template.hpp"

namespace lacuna::pages {

std::string render_embed(list_figure const& shown, std::optional<figure> const& drawn) {
    fields page;
    auto const& list = shown.list;
    page.set("title", list.title);
    page.set("site", shown.site.title);
    page.set("style", static_address("style.css"));
    auto warnings = list_of_fields();
    for (auto const& words : warnings_of(shown.site, shown.now)) {
        fields one;
        one.set("words", words);
        warnings << one;
    }
    page.set("warnings", warnings);
    page.set("sentence", first_sentence(list, shown.days, false));
    page.set("figure", drawn ? lay_out_figure(*drawn, shown.view()) : std::string{});
    page.set("nothing", !drawn);
    auto here = address{"/lists/" + url_encoded(list.slug)};
    if (shown.asked.days > 0) here = here.with("days", std::to_string(shown.asked.days));
    if (shown.asked.to) here = here.with("to", to_string(*shown.asked.to));
    page.set("href", here.text());
    std::optional<utc_day> day = shown.now.as_of;
    if (!day && !shown.days.empty()) day = shown.days.back().day;
    page.set("source", source_words(shown.site, shown.now, day));
    auto html = fill("embed", page);
    return shown.now.as_of ? keep_as_of(html, *shown.now.as_of) : html;
}

}  // namespace lacuna::pages
