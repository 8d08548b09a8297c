#include "daemon/pages/evidence/call_page.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/evidence/call_rows.hpp"
#include "daemon/pages/evidence/call_words.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"
#include "probes/sha256.hpp"

#include <algorithm>
#include <array>

namespace lacuna::pages {
namespace {

using charts::grouped;

struct item_filter {
    items_shown which;
    std::string_view name, words;
};
constexpr std::array<item_filter, 5> filters{
    {{items_shown::all, "", "all"},
     {items_shown::returned, "returned", "came back"},
     {items_shown::left_out, "left_out", "did not come back"},
     {items_shown::controls, "controls", "controls"},
     {items_shown::decided, "decided", "whose verdict rests on this"}}};

batch_page const& page_of(call_view const& view) {
    auto const found = std::ranges::find_if(
        view.pages, [&](auto const& page) { return page.summary.call.call == view.call; });
    return found == view.pages.end() ? view.pages.front() : *found;
}

bool rests_on_it(call_view const& view, item_key item) {
    auto const found = view.verdicts.of_the_day.find(item);
    return found != view.verdicts.of_the_day.end() && (found->second.decided || found->second.confirmed);
}

std::string believed_words(call_summary const& call, bool answered) {
    if (call.call.failure) return "No: it failed, so it says nothing of any video.";
    if (call.unsound == 's')
        return "What came back, yes; what it left out, no: one of many answers in a row with nothing in "
               "them.";
    if (call.unsound == 'c')
        return "What came back, yes; what it left out, no: a later call returned some of that.";
    if (!answered) return "What came back, yes. It was not answered to the end, so nothing was left out.";
    return "Yes: no later call of the run contradicts it.";
}

std::string sentence_of(call_view const& view, api::whole_batch const& batch) {
    auto const& call = page_of(view).summary;
    auto text = "On " + moment(call.call.sent_at) + " the Research API was asked ";
    if (call.call.purpose == call_purpose::harvest) {
        text += "for a random sample of what was created from " + to_words(call.call.window_start) + " to " +
                to_words(call.call.window_end);
    } else {
        auto const n = std::ssize(batch.items) + view.pages.front().asked_of_no_list;
        text += "for " + count_of(n, "video", "videos") + " by id";
    }
    if (call.call.continues) text += " (this is a further page of that answer)";
    if (call.call.failure) return text + "; the call failed: " + outcome_words(call.call.failure) + '.';
    std::int64_t returned = batch.returned();
    for (auto const& page : view.pages) returned += page.returned_of_no_list;
    if (call.call.purpose == call_purpose::harvest) return text + '.';
    return text + "; " + grouped(returned) + " came back.";
}

fields verdict_fields(leaning_verdict const& verdict) {
    auto const& word = charts::word_of(verdict.kind);
    fields one;
    one.set("css", std::string{charts::mark_of(verdict.kind).css_class});
    one.set("glyph", std::string{word.glyph});
    one.set("words", std::string{word.words});
    return one;
}

fields row_of(call_view const& view, api::batch_item const& item, bool answered) {
    fields row;
    row.set("id", std::to_string(item.platform_id));
    row.set("href", "/items/tiktok/" + std::to_string(item.platform_id));
    row.set("control", item.control);
    row.set("returned", item.returned_in.has_value());
    row.set("answer", std::string{item.returned_in ? "came back" : answered ? "left out" : "no answer"});
    bool const on_page = item.returned_in && *item.returned_in != view.pages.front().summary.call.call;
    row.set("further", on_page);
    if (on_page) {
        row.set("page", std::to_string(static_cast<std::int32_t>(*item.returned_in)));
        row.set("page_href", address_of(*item.returned_in));
    }
    auto const found = view.verdicts.of_the_day.find(item.key);
    if (found == view.verdicts.of_the_day.end()) return row;
    row.set("verdict", verdict_fields(found->second));
    row.set("part", std::string{found->second.decided     ? "decided by this"
                                : found->second.confirmed ? "confirmed by this"
                                                          : ""});
    return row;
}

bool is_shown(call_view const& view, api::batch_item const& item) {
    switch (view.shown) {
        case items_shown::all: return true;
        case items_shown::returned: return item.returned_in.has_value();
        case items_shown::left_out: return !item.returned_in;
        case items_shown::controls: return item.control;
        case items_shown::decided: return rests_on_it(view, item.key);
    }
    return true;
}

std::string address_with(call_view const& view, std::string_view shown) {
    return address{address_of(view.call)}.with("items", shown).text();
}

void set_items(fields& page, call_view const& view, api::whole_batch const& batch) {
    auto rows = list_of_fields();
    std::int64_t shown = 0;
    for (auto const& item : batch.items) {
        if (!is_shown(view, item)) continue;
        rows << row_of(view, item, batch.answered);
        ++shown;
    }
    page.set("items", rows);
    page.set("has_items", shown > 0);
    page.set("shown", count_of(shown, "video", "videos"));
    auto choices = list_of_fields();
    for (auto const& [which, name, words] : filters) {
        fields one;
        one.set("words", std::string{words});
        one.set("href", address_with(view, name) + "#items");
        one.set("current", which == view.shown);
        choices << one;
    }
    page.set("choices", choices);
    auto const& head = view.pages.front();
    auto const elsewhere = head.asked_of_no_list;
    page.set("of_no_list", elsewhere > 0);
    std::int64_t back = 0;
    for (auto const& one : view.pages) back += one.returned_of_no_list;
    page.set("no_list_words",
             count_of(elsewhere, "further video", "further videos") + (elsewhere == 1 ? " was" : " were") +
                 " asked for and " + grouped(back) +
                 " came back: found by a random sample, on no list, there to test the call.");
    page.set("controls",
             grouped(batch.controls()) + " asked, " + grouped(batch.controls_returned()) + " came back");
    auto const rest =
        std::ranges::count_if(batch.items, [&](auto const& item) { return rests_on_it(view, item.key); });
    auto words = rest == 0 ? std::string{"No verdict of that day"}
                           : count_of(rest, "verdict", "verdicts") + " of that day";
    if (view.verdicts.later > 0 && view.verdicts.last) {
        words +=
            ", and " + grouped(view.verdicts.later) + " of later days up to " + to_words(*view.verdicts.last);
    }
    page.set("rest", words);
}

void set_facts(fields& page, call_view const& view, bool answered) {
    auto const& shown = page_of(view);
    auto const& call = shown.summary.call;
    page.set("number", std::to_string(static_cast<std::int32_t>(call.call)));
    page.set("run", std::to_string(static_cast<std::int32_t>(shown.summary.run)));
    page.set("run_href", address_of(shown.summary.run));
    page.set("day", to_words(shown.summary.day));
    page.set("sent", to_rfc3339(call.sent_at));
    page.set("vantage", shown.summary.vantage);
    page.set("route",
             std::string{call.purpose == call_purpose::harvest ? "a random sample of the window" : "by id"});
    page.set("purpose", std::string{in_words(call.purpose)});
    page.set("meaning", std::string{meaning(call.purpose)});
    page.set("window", to_words(call.window_start) + " to " + to_words(call.window_end));
    page.set("outcome", outcome_words(call.failure));
    page.set("look", std::string{call.failure ? where_to_look(*call.failure) : std::string_view{}});
    page.set("failed", call.failure.has_value());
    page.set("status", call.http_status == 0 ? std::string{"no answer"} : std::to_string(call.http_status));
    page.set("code", call.error_code.empty() ? std::string{"none"} : call.error_code);
    page.set("log", call.log_id.empty() ? std::string{"none"} : call.log_id);
    page.set("latency", span_words(call.latency));
    page.set("request_sha", to_hex(call.request_sha256));
    page.set("response_sha", call.response_sha256 ? to_hex(*call.response_sha256) : std::string{"no body"});
    page.set("believed", believed_words(shown.summary, answered));
    page.set("void", call.failure.has_value() || shown.summary.unsound != '-');
    page.set("by_other", shown.summary.contradicted_by.has_value());
    if (auto const by = shown.summary.contradicted_by) {
        page.set("by", std::to_string(static_cast<std::int32_t>(*by)));
        page.set("by_href", address_of(*by));
    }
    auto const number = number_of(call.call);
    page.set("has_body", shown.has_body);
    page.set("curl", "curl -fsS -OJ -H \"Authorization: Bearer $LACUNA_KEY\" \\\n  " +
                         (view.site.public_url.empty() ? std::string{"http://127.0.0.1:8080"}
                                                       : view.site.public_url) +
                         "/api/v1/calls/" + number + "/body\nsha256sum call-" + number + "-response");
    page.set("json", "/api/v1/calls/" + number);
    page.set("csv", "/api/v1/calls/" + number + ".csv");
}

fields page_rows(call_view const& view) {
    auto rows = list_of_fields();
    for (auto const& page : view.pages) {
        auto const& call = page.summary.call;
        fields row;
        row.set("number", std::to_string(static_cast<std::int32_t>(call.call)));
        row.set("href", address_of(call.call));
        row.set("current", call.call == view.call);
        row.set("returned",
                count_of(std::ssize(call.returned) + page.returned_of_no_list, "video", "videos"));
        row.set("outcome", outcome_words(call.failure));
        rows << row;
    }
    return rows;
}

}  // namespace

std::optional<items_shown> read_items_shown(std::string_view name) noexcept {
    for (auto const& filter : filters) {
        if (filter.name == name) return filter.which;
    }
    return std::nullopt;
}

std::string render_call(call_view const& view) {
    auto const batch = api::put_together(view.pages);
    auto const sentence = sentence_of(view, batch);
    fields page;
    page.set("sentence", sentence);
    set_facts(page, view, batch.answered);
    set_items(page, view, batch);
    page.set("pages", page_rows(view));
    page.set("several", view.pages.size() > 1);
    auto const name = std::ranges::find(filters, view.shown, &item_filter::which)->name;
    page_head head{.title = "Call " + number_of(view.call),
                   .description = sentence,
                   .path = address_of(view.call),
                   .indexed = view.shown == items_shown::all};
    head.address = address_with(view, name);
    head.newest = page_of(view).summary.day;
    return lay_out(view.site, view.now, head, fill("call", page));
}

}  // namespace lacuna::pages
