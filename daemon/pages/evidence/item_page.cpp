#include "daemon/pages/evidence/item_page.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/charts/strip.hpp"
#include "daemon/events/changes.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/figures.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace lacuna::pages {
namespace {

using std::chrono::days;

std::string month_name(std::chrono::year_month month) { return to_words(utc_day{month / 1}).substr(2); }

fields mark_fields(verdict_kind kind) {
    auto const& word = charts::word_of(kind);
    fields one;
    one.set("glyph", std::string{word.glyph});
    one.set("words", std::string{word.words});
    one.set("css", std::string{charts::mark_of(kind).css_class});
    return one;
}

/// One strip a month, newest month first, 31 cells each.
fields months_of(std::vector<day_verdict> const& history) {
    std::map<std::chrono::year_month, std::string> months;
    for (auto const& day : history) {
        std::chrono::year_month_day const date{day.day};
        auto& letters = months[date.year() / date.month()];
        letters.resize(31, '\0');
        letters[static_cast<unsigned>(date.day()) - 1] = static_cast<char>(day.row.judged.kind);
    }
    auto rows = list_of_fields();
    for (auto month = months.rbegin(); month != months.rend(); ++month) {
        auto const& [name, letters] = *month;
        std::string label;
        for (auto const& [kind, first, last] : charts::stretches(letters, utc_day{name / 1})) {
            label += (label.empty() ? "" : "; ") + to_words(first);
            if (last != first) label += " to " + to_words(last);
            label += ": " + std::string{charts::word_of(kind).words};
        }
        fields row;
        row.set("name", month_name(name));
        row.set("strip", charts::strip_svg(letters, label));
        rows << row;
    }
    return rows;
}

fields changes_of(std::vector<day_verdict> const& history) {
    std::vector<dated_verdict> dated;
    dated.reserve(history.size());
    for (auto const& day : history) dated.push_back({day.day, day.row.judged.kind});
    auto found = changes(dated);
    auto rows = list_of_fields();
    for (auto change = found.rbegin(); change != found.rend(); ++change) {
        fields row;
        row.set("date", to_string(change->day));
        row.set("day", to_words(change->day));
        row.set("from", mark_fields(change->from));
        row.set("to", mark_fields(change->to));
        rows << row;
    }
    return rows;
}

fields calls_of(verdict_row const& row) {
    auto calls = list_of_fields();
    for (auto const& [call, role] :
         {std::pair{row.decided_by, "decided by call"}, {row.confirmed_by, "confirmed by call"}}) {
        if (!call) continue;
        fields one;
        one.set("number", std::to_string(static_cast<std::int32_t>(*call)));
        one.set("href", "/api/v1/calls/" + std::to_string(static_cast<std::int32_t>(*call)));
        one.set("role", std::string{role});
        calls << one;
    }
    return calls;
}

/// Which rule excludes it; of a video called missing, whether its scope is known.
void set_scope(fields& row, day_verdict const& day) {
    auto const kind = day.row.judged.kind;
    if (kind == verdict_kind::excluded) {
        row.set("rule", day.scope_rule);
        row.set("rule_changed", day.scope_rule.empty());
        row.set("has_rule", !day.scope_rule.empty());
    }
    if (kind != verdict_kind::missing) return;
    row.set("rule_now", day.scope_rule);
    row.set("has_rule_now", !day.scope_rule.empty());
    row.set("scope_in", day.scope == scope_state::in);
    row.set("scope_not_known", day.scope == scope_state::not_known);
}

fields day_row(day_verdict const& day) {
    auto const& judged = day.row.judged;
    fields row;
    row.set("date", to_string(day.day));
    row.set("mark", mark_fields(judged.kind));
    row.set("reason", std::string{in_words(judged.reason)});
    set_scope(row, day);
    row.set("grade", std::string{in_words(judged.grade)});
    row.set("counts", judged.counts);
    row.set("rules", std::to_string(day.rule_version));
    row.set("judged_here", day.rule_version != imported_rule_version);
    row.set("calls", calls_of(day.row));
    auto numbers = list_of_fields();
    for (std::size_t i = 0; i < 5; ++i) {
        fields one;
        auto const number = day.counts ? (*day.counts).at(i) : std::nullopt;
        one.set("number", number ? charts::grouped(*number) : std::string{"–"});
        numbers << one;
    }
    row.set("numbers", numbers);
    return row;
}

void set_facts(fields& page, item_view const& view) {
    auto const& item = view.item;
    page.set("id", std::to_string(item.platform_id));
    page.set("creator", item.username);
    page.set("has_creator", !item.username.empty());
    if (auto const href = creator_address(item.username); !href.empty()) page.set("creator_href", href);
    page.set("region", item.region);
    page.set("has_region", !item.region.empty());
    page.set("created", item.created ? moment(item.created->at) : std::string{"not known"});
    page.set("created_source", item.created ? std::string{in_words(item.created->source)}
                                            : std::string{"so the API cannot be asked for it by id"});
    page.set("added", moment(item.added_at));
    page.set("archived", item.archived);
    page.set("note", item.note);
    page.set("has_note", !item.note.empty());
    // The public page redirects from any name to the right one; without a name "@" does.
    // What was made up has none.
    page.set("has_public_page",
             !view.site.simulated || std::ranges::any_of(view.lists, &watchlist::imported));
    page.set("public_page", "https://www.tiktok.com/@" + url_encoded(item.username) + "/video/" +
                                std::to_string(item.platform_id));
    auto lists = list_of_fields();
    for (auto const& list : view.lists) {
        fields one;
        one.set("title", list.title);
        one.set("href", "/lists/" + url_encoded(list.slug));
        one.set("imported", list.imported);
        lists << one;
    }
    page.set("lists", lists);
    auto const api = "/api/v1/items/tiktok/" + std::to_string(item.platform_id);
    page.set("json", api);
    page.set("csv", api + ".csv");
}

std::string sentence_of(item_view const& view) {
    if (view.history.empty()) return "No day of this video has been audited yet.";
    auto const& newest = view.history.back();
    auto const& word = charts::word_of(newest.row.judged.kind);
    auto text = "On " + to_words(newest.day) + (is_imported(newest.row.judged.kind) ? ", " : ": ") +
                std::string{word.words};
    auto why = std::string{in_words(newest.row.judged.reason)};
    if (why.empty()) why = in_words(newest.row.judged.grade);
    if (newest.row.judged.kind == verdict_kind::excluded && !newest.scope_rule.empty())
        why = "rule " + newest.scope_rule;
    if (!why.empty()) text += " (" + why + ')';
    return text + ". " + std::string{meaning(newest.row.judged.kind)};
}

void set_history(fields& page, item_view const& view) {
    std::set<verdict_kind> drawn;
    std::map<verdict_kind, std::int64_t> tally;
    bool own = false, theirs = false;
    for (auto const& day : view.history) {
        auto const kind = day.row.judged.kind;
        drawn.insert(kind);
        ++tally[kind];
        (is_imported(kind) ? theirs : own) = true;
    }
    std::vector<verdict_kind> const kinds{drawn.begin(), drawn.end()};
    page.set("legend", legend_fields(kinds));
    page.set("months", months_of(view.history));
    page.set("has_history", !view.history.empty());
    page.set("has_imported", theirs);
    page.set("only_imported", theirs && !own);
    if (!view.history.empty()) {
        page.set("from", to_words(view.history.front().day));
        page.set("until", to_words(view.history.back().day));
    }
    page.set("audited", count_of(static_cast<std::int64_t>(view.history.size()), "day", "days"));
    auto totals = list_of_fields();
    for (auto const& mark : charts::verdict_marks()) {
        if (!tally.contains(mark.kind)) continue;
        auto one = mark_fields(mark.kind);
        one.set("days", count_of(tally[mark.kind], "day", "days"));
        totals << one;
    }
    page.set("totals", totals);
    page.set("changes", changes_of(view.history));
    auto rows = list_of_fields();
    auto const shown = std::min(view.most_days, view.history.size());
    for (std::size_t i = 0; i < shown; ++i) rows << day_row(view.history[view.history.size() - 1 - i]);
    page.set("rows", rows);
    page.set("shown", count_of(static_cast<std::int64_t>(shown), "day", "days"));
    page.set("cut", shown < view.history.size());
    page.set("all_days", "/items/tiktok/" + std::to_string(view.item.platform_id) + "?days=3660#days");
}

}  // namespace

std::string indented(std::string_view json) {
    std::string text;
    std::size_t depth = 0;
    bool in_string = false;
    auto const new_line = [&] {
        text += '\n';
        text.append(2 * std::min<std::size_t>(depth, 40), ' ');
    };
    for (std::size_t i = 0; i < json.size(); ++i) {
        char const c = json[i];
        if (in_string) {
            text += c;
            if (c == '\\' && i + 1 < json.size()) text += json[++i];
            if (c == '"') in_string = false;
            continue;
        }
        switch (c) {
            case '"':
                in_string = true;
                text += c;
                break;
            case '{':
            case '[':
                text += c;
                if (i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']')) {
                    text += json[++i];
                } else {
                    ++depth;
                    new_line();
                }
                break;
            case '}':
            case ']':
                if (depth > 0) --depth;
                new_line();
                text += c;
                break;
            case ',':
                text += c;
                new_line();
                break;
            case ':': text += ": "; break;
            case ' ':
            case '\n': break;
            default: text += c;
        }
    }
    return text;
}

std::string render_item(item_view const& view) {
    fields page;
    set_facts(page, view);
    auto const sentence = sentence_of(view);
    page.set("sentence", sentence);
    set_history(page, view);
    auto versions = list_of_fields();
    for (auto version = view.metadata.rbegin(); version != view.metadata.rend(); ++version) {
        fields one;
        one.set("from", to_words(version->valid_from));
        one.set("until", to_words(version->last_seen));
        one.set("fields", indented(version->fields));
        one.set("newest", version == view.metadata.rbegin());
        versions << one;
    }
    page.set("versions", versions);
    page.set("has_versions", !view.metadata.empty());
    auto const id = std::to_string(view.item.platform_id);
    page_head head{.title = "Video " + id, .description = sentence, .path = "/items/tiktok/" + id};
    if (!view.history.empty()) head.newest = view.history.back().day;
    return lay_out(view.site, view.now, head, fill("item", page));
}

}  // namespace lacuna::pages
