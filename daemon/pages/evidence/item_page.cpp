#include "daemon/pages/evidence/item_page.hpp"

#include "daemon/charts/palette.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/evidence/item_events.hpp"
#include "daemon/pages/evidence/item_history.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

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
    if (!view.newest) return "No day of this video has been audited yet.";
    auto const& newest = *view.newest;
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
    if (!view.letters.empty()) set_days(page, view);
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
    set_item_events(page, view);
    auto const id = std::to_string(view.item.platform_id);
    page_head head{.title = "Video " + id, .description = sentence, .path = "/items/tiktok/" + id};
    head.address = history_address(view, view.asked);
    head.indexed = head.address == head.path;
    if (view.newest) head.newest = view.newest->day;
    return lay_out(view.site, view.now, head, fill("item", page));
}

}  // namespace lacuna::pages
