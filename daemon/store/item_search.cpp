#include "daemon/store/item_reader.hpp"
#include "daemon/store/values.hpp"

#include <string>

namespace lacuna {
namespace {

/// A query that grows with what was asked; values only ever as parameters.
class growing_query {
public:
    std::string text;

    std::string bind(std::string value) {
        values_.push_back(std::move(value));
        return "$" + std::to_string(values_.size());
    }
    pqxx::result run(pqxx::work& transaction, std::string const& before,
                     std::string const& after = "") const {
        return transaction.exec_params(before + text + after, pqxx::prepare::make_dynamic_params(values_));
    }

private:
    std::vector<std::string> values_;
};

constexpr auto on_public_list = R"( AND EXISTS (
    SELECT FROM watchlist_item m JOIN watchlist w USING (list) WHERE m.item = i.item AND w.public))";

// What is filtered and sorted by is the verdict of the newest day that has any, one range of one partition:
// not each item's own newest, which differs only where an item is no longer watched.
std::string newest_verdicts(growing_query& query, std::optional<list_key> list) {
    if (!list) {
        return "v.rule_version = (SELECT max(rule_version) FROM run WHERE ended_at IS NOT NULL)"
               " AND v.day = (SELECT max(day) FROM run WHERE ended_at IS NOT NULL)";
    }
    auto const key = query.bind(std::to_string(static_cast<int>(*list))) + "::integer";
    auto const newest = " FROM day_count WHERE stratum = 'all' AND list = " + key;
    return "v.day = (SELECT max(day)" + newest + ") AND v.rule_version = (SELECT max(rule_version)" + newest +
           ")";
}

growing_query asked_items(item_question const& asked, audience who) {
    growing_query query;
    query.text = " FROM item i";
    if (asked.list) {
        query.text +=
            " JOIN watchlist_item own ON own.item = i.item AND own.archived_at IS NULL AND own.list = ";
        query.text += query.bind(std::to_string(static_cast<int>(*asked.list))) + "::integer";
    }
    if (asked.verdict || asked.by == item_question::order::verdict) {
        query.text += asked.verdict ? " JOIN" : " LEFT JOIN";
        query.text += " verdict v ON v.item = i.item AND " + newest_verdicts(query, asked.list);
    }
    query.text += " WHERE i.archived_at IS NULL";
    if (who == audience::everyone) {
        query.text += on_public_list;
        if (asked.list)
            query.text += " AND EXISTS (SELECT FROM watchlist w WHERE w.list = own.list AND w.public)";
    }
    if (asked.verdict)
        query.text += " AND v.verdict = " + query.bind({static_cast<char>(*asked.verdict)}) + "::\"char\"";
    if (!asked.creator.empty()) query.text += " AND i.username = " + query.bind(asked.creator) + "::text";
    if (!asked.text.empty()) {
        auto const prefix = query.bind(asked.text) + "::text";
        query.text += " AND (starts_with(i.platform_id::text, " + prefix + ") OR starts_with(i.username, " +
                      prefix + "))";
    }
    return query;
}

std::string ordered(growing_query& query, item_question const& asked) {
    std::string const down = asked.descending ? " DESC" : "";
    std::string text;
    switch (asked.by) {
        case item_question::order::platform_id: text = " ORDER BY i.platform_id" + down; break;
        case item_question::order::created:
            text = " ORDER BY i.created_at" + down + " NULLS LAST, i.platform_id";
            break;
        case item_question::order::verdict:
            text = " ORDER BY v.verdict" + down + " NULLS LAST, i.platform_id";
            break;
        case item_question::order::username:
            text = " ORDER BY i.username" + down + " NULLS LAST, i.platform_id";
            break;
    }
    text += " LIMIT " + query.bind(std::to_string(asked.per_page + 1)) + "::bigint";
    if (asked.by == item_question::order::platform_id) {
        if (asked.after == 0) return text;
        auto const beyond = query.bind(std::to_string(asked.after)) + "::bigint";
        return (asked.descending ? " AND i.platform_id < " : " AND i.platform_id > ") + beyond + text;
    }
    return text + " OFFSET " + query.bind(std::to_string(asked.offset)) + "::bigint";
}

constexpr statement select_summaries{"select_item_summaries", R"(
    SELECT i.item, i.platform_id, i.username, i.region, extract(epoch FROM i.created_at)::bigint AS created_at,
           i.created_at_source, (extract(epoch FROM i.added_at) * 1000)::bigint AS added_at,
           i.archived_at IS NOT NULL AS archived, CASE WHEN $2 THEN i.note END AS note,
           (SELECT string_agg(w.slug, ' ' ORDER BY w.slug) FROM watchlist_item m JOIN watchlist w USING (list)
             WHERE m.item = i.item AND m.archived_at IS NULL AND (w.public OR $2)) AS lists,
           v.day - date '1970-01-01' AS day, v.verdict, v.reason, v.grade
      FROM unnest($1::integer[]) WITH ORDINALITY AS asked (item, place)
      JOIN item i USING (item)
      LEFT JOIN LATERAL (SELECT day, verdict, reason, grade FROM verdict
                          WHERE verdict.item = i.item ORDER BY day DESC, rule_version DESC LIMIT 1) v ON true
     ORDER BY place)"};
constexpr statement select_item{"select_visible_item", R"(
    SELECT i.item FROM item i
     WHERE platform = 'tiktok' AND platform_id = $1
       AND ($2 OR EXISTS (SELECT FROM watchlist_item m JOIN watchlist w USING (list) WHERE m.item = i.item AND w.public)))"};

item_summary read_summary(pqxx::row const& row) {
    item_summary item{.key = read_number<item_key>(row["item"]),
                      .platform_id = row["platform_id"].as<std::int64_t>(),
                      .username = read_text(row["username"]),
                      .region = read_text(row["region"]),
                      .created = read_creation(row["created_at"], row["created_at_source"]),
                      .added_at = read_instant(row["added_at"]),
                      .archived = row["archived"].as<bool>(),
                      .note = read_text(row["note"])};
    auto const slugs = read_text(row["lists"]);
    for (std::size_t from = 0; from < slugs.size();) {
        auto const to = std::min(slugs.find(' ', from), slugs.size());
        item.lists.push_back(slugs.substr(from, to - from));
        from = to + 1;
    }
    if (!row["day"].is_null()) {
        item.day = read_day(row["day"]);
        item.verdict = static_cast<verdict_kind>(row["verdict"].c_str()[0]);
        item.reason = static_cast<verdict_reason>(row["reason"].c_str()[0]);
        item.grade = static_cast<absence_grade>(row["grade"].c_str()[0]);
    }
    return item;
}

std::vector<item_summary> summaries(pqxx::work& transaction, std::vector<item_key> const& keys,
                                    audience who) {
    std::vector<item_summary> items;
    for (auto const& row :
         run(transaction, select_summaries, number_array(keys), who == audience::key_holder)) {
        items.push_back(read_summary(row));
    }
    return items;
}

item_page search_here(pqxx::work& transaction, item_question const& asked, audience who) {
    item_page page;
    auto query = asked_items(asked, who);
    page.total = query.run(transaction, "SELECT count(*)").at(0)[0].as<std::int64_t>();
    auto const order = ordered(query, asked);
    std::vector<item_key> keys;
    for (auto const& row : query.run(transaction, "SELECT i.item", order))
        keys.push_back(read_number<item_key>(row[0]));
    page.more = std::cmp_greater(keys.size(), asked.per_page);
    if (page.more) keys.pop_back();
    page.items = summaries(transaction, keys, who);
    return page;
}

}  // namespace

boost::asio::awaitable<item_page> item_reader::search(item_question asked, audience who) {
    auto read = [&asked, who](pqxx::work& transaction) { return search_here(transaction, asked, who); };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<std::optional<item_summary>> item_reader::find(std::int64_t platform_id,
                                                                      audience who) {
    auto read = [platform_id, who](pqxx::work& transaction) -> std::optional<item_summary> {
        auto const found = run(transaction, select_item, platform_id, who == audience::key_holder);
        if (found.empty()) return std::nullopt;
        return summaries(transaction, {read_number<item_key>(found[0][0])}, who).at(0);
    };
    co_return co_await db_.transact(read);
}

}  // namespace lacuna
