#include "daemon/pages/overview_page.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"

#include <tuple>

namespace lacuna::pages {
namespace {

using charts::grouped;

void set_result(fields& card, watchlist const& list, list_day const& day) {
    card.set("has_day", true);
    card.set("date", to_string(day.day));
    card.set("as_of", to_words(day.day));
    auto const counting = day.rate.retrievable + day.rate.missing;
    if (has_headline(list, day)) {
        card.set("value", percent(*day.rate.completeness));
        card.set("value_note", std::string{"retrievable"});
        card.set("detail", grouped(day.rate.retrievable) + " of " + grouped(counting) +
                               (day.rate.low && day.rate.high
                                    ? "; 95\u00a0% interval " + percent_range(*day.rate.low, *day.rate.high)
                                    : std::string{}));
        return;
    }
    auto const found = list.imported ? verdict_kind::imported_not_available : verdict_kind::missing;
    card.set("value", grouped(items_with(day, found)) + " of " + grouped(items_of(day)));
    card.set("value_note", std::string{list.imported ? "recorded as not available" : "public, not returned"});
    auto const failed = items_with(day, verdict_kind::imported_error);
    card.set("detail", !list.imported ? why_no_rate(list, day)
                       : failed > 0   ? count_of(failed, "check", "checks") + " failed that day"
                                      : std::string{});
}

fields card_of(listed const& one) {
    auto const& list = one.list;
    fields card;
    card.set("title", list.title);
    card.set("question", list.question);
    card.set("has_question", !list.question.empty());
    card.set("href", "/lists/" + url_encoded(list.slug));
    card.set("items", count_of(list.items, "video", "videos"));
    card.set("selection", std::string{in_words(list.how)});
    card.set("imported", list.imported);
    card.set("origin", list.origin.empty() ? std::string{"an unnamed source"} : list.origin);
    card.set("private", !list.is_public);
    if (auto const* day = newest_sound(one.days)) set_result(card, list, *day);
    if (!one.days.empty()) {
        auto const to = one.days.back().day;
        figure_view const shown{list, one.days, to - std::chrono::days{59}, to, {}};
        card.set("spark", sparkline(shown));
        card.set("spark_note", "60 days to " + to_words(to));
    }
    return card;
}

}  // namespace

std::optional<std::size_t> lead_of(std::vector<listed> const& lists) {
    std::optional<std::size_t> best;
    std::tuple<bool, bool, bool, std::int64_t> best_rank;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        auto const& list = lists[i].list;
        auto const* day = newest_sound(lists[i].days);
        std::tuple const rank{!list.imported, may_have_rate(list), day != nullptr && has_headline(list, *day),
                              day == nullptr ? std::int64_t{-1} : day->rate.retrievable + day->rate.missing};
        bool const better =
            !best || rank > best_rank || (rank == best_rank && list.slug < lists[*best].list.slug);
        if (!better) continue;
        best = i;
        best_rank = rank;
    }
    return best;
}

std::string render_overview(overview_view const& view) {
    fields page;
    page.set("site", view.site.title);
    page.set("under_way", view.under_way);
    if (view.lead) {
        auto lead = *view.lead;
        for (int const days : {30, 90, 365}) {
            auto const here = address{"/"}.with("days", days == 90 ? "" : std::to_string(days));
            lead.ranges.push_back({std::to_string(days) + " days", here.text(), days == view.days});
        }
        page.set("headline", render_headline(lead, view.now));
        page.set("lead_title", view.lead->list.title);
        page.set("lead_href", "/lists/" + url_encoded(view.lead->list.slug));
    }
    page.set("has_lead", view.lead.has_value());
    auto own = list_of_fields(), others = list_of_fields();
    bool any = false;
    for (auto const& one : view.lists) {
        (one.list.imported ? others : own) << card_of(one);
        any = any || one.list.imported;
    }
    page.set("lists", own);
    page.set("others", others);
    page.set("has_others", any);
    auto const sentence =
        view.lead ? first_sentence(view.lead->list, view.lead->days, true)
                  : std::string{"An independent daily audit of what a platform’s research API returns."};
    page_head head{.description = sentence, .path = "/"};
    if (view.days != 90) head.address = address{"/"}.with("days", std::to_string(view.days)).text();
    if (view.lead && !view.lead->days.empty()) head.newest = view.lead->days.back().day;
    return lay_out(view.site, view.now, head, fill("overview", page));
}

}  // namespace lacuna::pages
