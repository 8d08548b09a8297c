#include "daemon/store/event_reader.hpp"

#include "daemon/store/event_rows.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

// Whoever may see a list or an item may see its events; those of a whole run say what may be told of them.
constexpr statement select_events{"select_events", R"(
    SELECT e.event, e.kind, e.list, e.item, e.creator, e.vantage, e.field, e.aspect, e.day - date '1970-01-01' AS day,
           (extract(epoch FROM e.opened_at) * 1000)::bigint AS opened_at,
           (extract(epoch FROM e.updated_at) * 1000)::bigint AS updated_at,
           CASE WHEN e.confirmed_on <= as_of_day() THEN e.confirmed_on - date '1970-01-01' END AS confirmed_on,
           CASE WHEN e.closed_on <= as_of_day() THEN e.closed_on - date '1970-01-01' END AS closed_on,
           CASE WHEN e.closed_on <= as_of_day() THEN e.closed_why END AS closed_why,
           CASE WHEN $1 OR e.list IS NOT NULL OR e.item IS NOT NULL THEN e.details ELSE e.public_details END AS details,
           e.run, e.rule_version, w.slug, w.title, i.platform_id, i.username
      FROM event e LEFT JOIN watchlist w ON w.list = e.list LEFT JOIN item i ON i.item = e.item
     WHERE e.day <= as_of_day()
       AND ($1 OR CASE WHEN e.list IS NOT NULL THEN w.public
                       WHEN e.item IS NOT NULL THEN EXISTS (
                           SELECT FROM publicly_audited p WHERE p.item = e.item)
                       ELSE e.public_details IS NOT NULL END)
       AND ($2 = 0 OR e.list = $2 OR ($12 AND e.list IS NULL AND e.item IS NULL)
                    OR (e.list IS NULL AND e.item IN (SELECT item FROM watchlist_item WHERE list = $2)
                                      AND NOT (SELECT imported FROM watchlist WHERE list = $2)))
       AND ($3 = 0 OR e.item = $3)
       AND ($4 = '' OR e.kind = ANY (string_to_array($4, ',')))
       AND ($5::boolean IS NULL OR $5 = (e.closed_on IS NULL OR e.closed_on > as_of_day()))
       AND ($6::integer IS NULL OR e.day >= date '1970-01-01' + $6)
       AND ($7::integer IS NULL OR e.day <= date '1970-01-01' + $7)
       AND ($8 = 0 OR e.event < $8)
       AND ($11 = '' OR e.creator = $11 OR i.username = $11)
     ORDER BY CASE WHEN $10 THEN e.updated_at END DESC, e.event DESC LIMIT $9)"};
constexpr statement count_opened{"count_public_events", R"(
    SELECT e.kind, count(*) AS n,
           coalesce(sum((e.public_details->>'calls_contradicted')::bigint), 0) AS contradicted,
           coalesce(sum((e.public_details->>'items_dropped')::bigint), 0) AS dropped
      FROM event e LEFT JOIN watchlist w ON w.list = e.list
     WHERE CASE WHEN e.list IS NOT NULL THEN w.public
                WHEN e.item IS NOT NULL THEN EXISTS (
                    SELECT FROM publicly_audited p WHERE p.item = e.item)
                ELSE e.public_details IS NOT NULL END
     GROUP BY e.kind)"};
constexpr statement count_open{"count_open_public_events", R"(
    SELECT slug, kind, count(*) AS n, count(confirmed_on) AS confirmed FROM (
        SELECT w.slug, e.kind, e.confirmed_on
          FROM event e JOIN watchlist w ON w.list = e.list WHERE e.closed_on IS NULL AND w.public
         UNION ALL
        SELECT w.slug, e.kind, e.confirmed_on
          FROM event e JOIN watchlist_item m ON m.item = e.item AND m.archived_at IS NULL
          JOIN watchlist w ON w.list = m.list
         WHERE e.closed_on IS NULL AND e.list IS NULL AND w.public AND NOT w.imported AND w.archived_at IS NULL
         UNION ALL
        SELECT '', e.kind, e.confirmed_on FROM event e
         WHERE e.closed_on IS NULL AND e.list IS NULL AND e.item IS NULL AND e.public_details IS NOT NULL) open
     GROUP BY slug, kind)"};

std::optional<int> number_of(std::optional<utc_day> const& day) {
    return day ? std::optional{as_number(*day)} : std::nullopt;
}

shown_event read_shown(pqxx::row const& row) {
    shown_event shown{.number = row["event"].as<std::int64_t>(),
                      .opened_at = read_instant(row["opened_at"]),
                      .updated_at = read_instant(row["updated_at"]),
                      .list = read_text(row["slug"]),
                      .list_title = read_text(row["title"]),
                      .platform_id = read_optional<std::int64_t>(row["platform_id"]),
                      .username = read_text(row["username"]),
                      .run = read_optional<std::int64_t>(row["run"]),
                      .rule_version = row["rule_version"].as<std::int16_t>()};
    shown.event = read_event(row);
    return shown;
}

std::string names_of(std::vector<event_kind> const& kinds) {
    std::string names;
    for (auto const kind : kinds) names.append(names.empty() ? "" : ",").append(to_string(kind));
    return names;
}

template <class Key>
int key_or_zero(std::optional<Key> const& key) {
    return key ? static_cast<int>(*key) : 0;
}

event_figures read_figures(pqxx::work& transaction) {
    event_figures figures;
    for (auto const& row : run(transaction, count_opened)) {
        auto const kind = read_event_kind(row["kind"].c_str()).value();
        figures.opened[kind] = row["n"].as<std::int64_t>();
        if (kind != event_kind::corruption) continue;
        figures.calls_contradicted = row["contradicted"].as<std::int64_t>();
        figures.items_dropped = row["dropped"].as<std::int64_t>();
    }
    for (auto const& row : run(transaction, count_open)) {
        auto const kind = read_event_kind(row["kind"].c_str()).value();
        figures.open[{read_text(row["slug"]), kind}] = {.all = row["n"].as<std::int64_t>(),
                                                        .confirmed = row["confirmed"].as<std::int64_t>()};
    }
    return figures;
}

}  // namespace

boost::asio::awaitable<std::vector<shown_event>> event_reader::search(event_question asked, audience who) {
    auto read = [&asked, who](pqxx::work& transaction) {
        std::vector<shown_event> found;
        for (auto const& row :
             run(transaction, select_events, who.sees_all(), key_or_zero(asked.list), key_or_zero(asked.item),
                 names_of(asked.kinds), asked.open, number_of(asked.from), number_of(asked.to), asked.before,
                 asked.limit, asked.by_update, asked.creator, asked.with_whole_runs)) {
            found.push_back(read_shown(row));
        }
        return found;
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<event_figures> event_reader::figures() {
    auto read = [](pqxx::work& transaction) { return read_figures(transaction); };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<utc_time> event_reader::installed_at() {
    static constexpr statement ask{
        "select_installed_at", "SELECT (extract(epoch FROM made_at) * 1000)::bigint AS at FROM installation"};
    auto read = [](pqxx::work& transaction) {
        auto const rows = run(transaction, ask);
        return rows.empty() ? utc_time{} : read_instant(rows[0]["at"]);
    };
    co_return co_await db_.transact(read);
}

}  // namespace lacuna
