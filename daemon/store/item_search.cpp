#include "daemon/store/item_reader.hpp"
#include "daemon/store/values.hpp"

#include <string>
#include <unordered_map>

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

constexpr auto on_some_list =
    " AND EXISTS (SELECT FROM watchlist_item m WHERE m.item = i.item AND m.added_at < as_of_end())";
constexpr auto on_public_list = R"( AND EXISTS (
    SELECT FROM watchlist_item m JOIN watchlist w USING (list)
     WHERE m.item = i.item AND w.public AND m.added_at < as_of_end()))";

/// A day, and the version that its verdicts are read under.
struct judged_day {
    utc_day day{};
    std::int16_t rule_version = 0;
};

constexpr statement select_newest{"select_newest_judged_day", R"(
    SELECT day - date '1970-01-01' AS day, rule_of(day) AS rule_version
      FROM (SELECT max(day) AS day FROM run WHERE ended_at IS NOT NULL AND day <= as_of_day()) newest WHERE day IS NOT NULL)"};
// Ordered by the column, not by the number that is read of it: so the first of the index is taken, and not
// all of them sorted.
constexpr statement select_newest_of_list{"select_newest_judged_day_of_list", R"(
    SELECT c.day - date '1970-01-01' AS day, rule_version
      FROM day_count c
     WHERE list = $1 AND stratum = 'all' AND c.day <= as_of_day()
       AND rule_version = CASE WHEN (SELECT imported FROM watchlist WHERE list = $1) THEN 0 ELSE rule_of(c.day) END
     ORDER BY c.day DESC LIMIT 1)"};

/// The newest day that has any verdict, of the list where one is given.
std::optional<judged_day> newest_judged_day(pqxx::work& transaction, std::optional<list_key> list) {
    auto const rows = list ? run(transaction, select_newest_of_list, static_cast<int>(*list))
                           : run(transaction, select_newest);
    if (rows.empty()) return std::nullopt;
    return judged_day{read_day(rows[0]["day"]), rows[0]["rule_version"].as<std::int16_t>()};
}

// What is filtered and sorted by is the verdict of the newest day that has any, one range of one partition:
// not each item's own newest, which differs only where an item is no longer watched.
std::string on_that_day(growing_query& query, std::optional<judged_day> const& newest) {
    if (!newest) return "false";
    return "v.day = " + query.bind(to_string(newest->day)) +
           "::date AND v.rule_version = " + query.bind(std::to_string(newest->rule_version)) + "::smallint";
}

growing_query asked_items(item_question const& asked, std::optional<judged_day> const& newest, audience who) {
    growing_query query;
    query.text = " FROM item i";
    if (asked.list) {
        query.text +=
            " JOIN watchlist_item own ON own.item = i.item AND own.added_at < (SELECT as_of_end())"
            " AND (own.archived_at IS NULL OR own.archived_at >= (SELECT as_of_end())) AND own.list = ";
        query.text += query.bind(std::to_string(static_cast<int>(*asked.list))) + "::integer";
    }
    if (asked.verdict || asked.by == item_question::order::verdict) {
        query.text += asked.verdict ? " JOIN" : " LEFT JOIN";
        query.text += " verdict v ON v.item = i.item AND " + on_that_day(query, newest);
        if (!asked.list && !who.sees_all())
            query.text += " AND EXISTS (SELECT FROM publicly_audited p WHERE p.item = i.item)";
    }
    query.text +=
        " WHERE i.platform = 'tiktok' AND (i.archived_at IS NULL OR i.archived_at >= (SELECT as_of_end()))";
    if (!who.sees_all() && asked.list) {
        query.text += " AND (SELECT public FROM watchlist WHERE list = " +
                      query.bind(std::to_string(static_cast<int>(*asked.list))) + "::integer)";
    } else if (!who.sees_all()) {
        query.text += on_public_list;
    } else if (who.as_of) {
        query.text += on_some_list;
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
           coalesce(i.archived_at < (SELECT as_of_end()), false) AS archived, CASE WHEN $2 THEN i.note END AS note,
           (SELECT string_agg(w.slug, ' ' ORDER BY w.slug) FROM watchlist_item m JOIN watchlist w USING (list)
             WHERE m.item = i.item AND m.added_at < (SELECT as_of_end())
               AND (m.archived_at IS NULL OR m.archived_at >= (SELECT as_of_end()))
               AND (w.public OR $2)) AS lists
      FROM unnest($1::integer[]) WITH ORDINALITY AS asked (item, place)
      JOIN item i USING (item)
     ORDER BY place)"};
// Of a private series nothing is told, also where the item is on a public list; nor of what is asked for a
// private list alone, also where a public series has the item.
constexpr statement select_last_verdicts{"select_last_verdicts", R"(
    SELECT DISTINCT ON (item) item, day - date '1970-01-01' AS day, verdict, reason, grade FROM verdict
     WHERE item = ANY ($1::integer[]) AND rule_version = $2
       AND day BETWEEN date '1970-01-01' + $3::integer AND date '1970-01-01' + $4::integer
       AND ($5 OR CASE WHEN $2 <> 0 THEN EXISTS (SELECT FROM publicly_audited p WHERE p.item = verdict.item)
                       ELSE EXISTS (SELECT FROM watchlist_item m JOIN watchlist w USING (list)
                                     WHERE m.item = verdict.item AND w.imported AND w.public) END)
     ORDER BY item, day DESC)"};
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
    return item;
}

/// Goes from the newest day back, for as long as there are items without a verdict: as a rule it is a day.
class last_verdicts {
public:
    last_verdicts(pqxx::work& transaction, std::vector<item_summary>& items, audience who)
        : transaction_{transaction}, last_{who.last_day(far)}, sees_all_{who.sees_all()} {
        for (auto& item : items) open_.emplace(item.key, &item);
    }

    void find() {
        if (open_.empty()) return;
        auto const newest = newest_judged_day(transaction_, std::nullopt);
        if (newest) take({newest->rule_version, newest->day, newest->day});
        if (open_.empty()) return;
        auto spans = spans_between(transaction_, verdict_origin::ours, utc_day{}, last_);
        for (auto span = spans.rbegin(); span != spans.rend() && !open_.empty(); ++span) take(*span);
        if (!open_.empty()) take({imported_rule_version, utc_day{}, last_});
    }

private:
    static constexpr utc_day far{std::chrono::year{2200} / 1 / 1};

    void take(rule_span const& span) {
        std::vector<item_key> keys;
        for (auto const& [key, item] : open_) keys.push_back(key);
        for (auto const& row : run(transaction_, select_last_verdicts, number_array(keys), span.version,
                                   as_number(span.first), as_number(span.last), sees_all_)) {
            auto const found = open_.find(read_number<item_key>(row["item"]));
            fill(*found->second, row);
            open_.erase(found);
        }
    }
    static void fill(item_summary& item, pqxx::row const& row) {
        item.day = read_day(row["day"]);
        item.verdict = static_cast<verdict_kind>(row["verdict"].c_str()[0]);
        item.reason = static_cast<verdict_reason>(row["reason"].c_str()[0]);
        item.grade = static_cast<absence_grade>(row["grade"].c_str()[0]);
    }

    pqxx::work& transaction_;
    utc_day last_;
    bool sees_all_;
    std::unordered_map<item_key, item_summary*> open_{};
};

std::vector<item_summary> summaries(pqxx::work& transaction, std::vector<item_key> const& keys,
                                    audience who) {
    std::vector<item_summary> items;
    for (auto const& row : run(transaction, select_summaries, number_array(keys), who.sees_all())) {
        items.push_back(read_summary(row));
    }
    last_verdicts{transaction, items, who}.find();
    return items;
}

item_page search_here(pqxx::work& transaction, item_question const& asked, audience who) {
    plan_for_values(transaction);
    item_page page;
    auto query = asked_items(asked, newest_judged_day(transaction, asked.list), who);
    if (asked.with_total) page.total = query.run(transaction, "SELECT count(*)").at(0)[0].as<std::int64_t>();
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
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<item_summary>> item_reader::find(std::int64_t platform_id,
                                                                      audience who) {
    auto read = [platform_id, who](pqxx::work& transaction) -> std::optional<item_summary> {
        plan_for_values(transaction);
        auto const found = run(transaction, select_item, platform_id, who.sees_all());
        if (found.empty()) return std::nullopt;
        return summaries(transaction, {read_number<item_key>(found[0][0])}, who).at(0);
    };
    co_return co_await read_as(db_, who, read);
}

}  // namespace lacuna
