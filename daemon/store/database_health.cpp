#include "daemon/store/database_health.hpp"

#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr statement select_server{"select_server", R"(
    SELECT current_setting('server_version_num')::integer AS version,
           pg_encoding_to_char(encoding) AS encoding, pg_is_in_recovery() AS standby,
           has_schema_privilege(current_schema(), 'CREATE') AS may_create,
           current_setting('max_connections')::integer
               - current_setting('superuser_reserved_connections')::integer AS most,
           (SELECT sum(numbackends) FROM pg_stat_database) AS used,
           pg_database_size(oid) AS bytes, age(datfrozenxid) AS oldest,
           (SELECT setting FROM pg_settings WHERE name = 'data_directory') AS data_directory,
           inet_server_addr() IS NULL AS here
      FROM pg_database WHERE datname = current_database())"};

constexpr statement select_settings{"select_settings", R"(
    SELECT name, setting FROM pg_settings
     WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'autovacuum',
                    'track_counts', 'default_transaction_read_only'))"};

constexpr statement select_content{"select_content", R"(
    SELECT (SELECT simulated FROM installation) AS simulated,
           (SELECT count(DISTINCT item) FROM watchlist_item m JOIN watchlist w USING (list)
             WHERE m.archived_at IS NULL AND w.archived_at IS NULL AND NOT w.imported) AS items,
           (SELECT max((to_date(right(child.relname, 7), 'YYYY_MM') + interval '1 month')::date - 1)
                       - date '1970-01-01'
              FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
             WHERE inhparent = to_regclass('verdict_rule_' || rule_of(date '1970-01-01' + $1::integer)))
               AS partitions_until)"};

constexpr statement select_lost{"select_months_lost", R"(
    SELECT DISTINCT to_char(day, 'YYYY-MM') AS month FROM run
     WHERE ended_at IS NOT NULL AND api_arm = 'valid' AND due > 0
       AND to_regclass('verdict_rule_' || rule_version || to_char(day, '_YYYY_MM')) IS NULL
     ORDER BY month)"};

// The newest blocks are enough: somewhere in a hundred of them something is public, or nothing is.
constexpr statement select_live{"select_known_live", R"(
    SELECT i.platform_id
      FROM (SELECT * FROM presence_block ORDER BY block DESC LIMIT 100) b, unnest(b.items, b.readings) AS r (item, reading)
      JOIN item i USING (item)
     WHERE r.reading = 'p' AND i.archived_at IS NULL
     ORDER BY b.block DESC, r.item LIMIT 3)"};

server_facts read_server(pqxx::work& transaction) {
    auto const row = run(transaction, select_server).at(0);
    server_facts facts{.version = row["version"].as<int>(),
                       .encoding = read_text(row["encoding"]),
                       .is_standby = row["standby"].as<bool>(),
                       .may_create = !row["may_create"].is_null() && row["may_create"].as<bool>(),
                       .connections_most = row["most"].as<int>(),
                       .connections_used = row["used"].as<int>(),
                       .bytes = row["bytes"].as<std::int64_t>(),
                       .oldest_transaction = row["oldest"].as<std::int64_t>(),
                       .data_directory = read_text(row["data_directory"]),
                       .on_this_machine = row["here"].as<bool>()};
    for (auto const& setting : run(transaction, select_settings))
        facts.settings.emplace(read_text(setting["name"]), read_text(setting["setting"]));
    return facts;
}

content_facts read_content(pqxx::work& transaction, utc_day today) {
    auto const row = run(transaction, select_content, as_number(today)).at(0);
    content_facts facts{.items = row["items"].as<std::int64_t>(),
                        .partitions_until = read_optional_day(row["partitions_until"])};
    if (!row["simulated"].is_null()) facts.simulated = row["simulated"].as<bool>();
    for (auto const& lost : run(transaction, select_lost))
        facts.months_lost.push_back(read_text(lost["month"]));
    for (auto const& live : run(transaction, select_live))
        facts.known_live.push_back(live["platform_id"].as<std::int64_t>());
    return facts;
}

}  // namespace

boost::asio::awaitable<server_facts> look_at_server(database& db) {
    co_return co_await db.transact(read_server);
}

boost::asio::awaitable<content_facts> look_at_content(database& db, utc_day today) {
    auto read = [today](pqxx::work& transaction) { return read_content(transaction, today); };
    co_return co_await db.transact(read);
}

}  // namespace lacuna
