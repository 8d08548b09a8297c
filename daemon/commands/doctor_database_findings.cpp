#include "daemon/commands/doctor_findings.hpp"

#include <fmt/format.h>

namespace lacuna {
namespace {

using health = finding::health;

constexpr int oldest_server = 150'000;

/// A setting that endangers what is stored, whatever else is well.
struct setting_rule {
    char const* name;
    char const* good;
    health otherwise;
    char const* why;
    char const* to_do;
};
constexpr setting_rule setting_rules[] = {
    {"fsync", "on", health::fault, "a power cut can destroy the database",
     "set fsync = on in postgresql.conf"},
    {"full_page_writes", "on", health::fault, "a power cut can destroy the database",
     "set full_page_writes = on in postgresql.conf"},
    {"default_transaction_read_only", "off", health::fault, "nothing can be stored",
     "set it to off for this database or role (ALTER DATABASE, ALTER ROLE)"},
    {"autovacuum", "on", health::warning, "tables grow without end, and counting slows down",
     "set autovacuum = on in postgresql.conf"},
    {"track_counts", "on", health::warning, "autovacuum does nothing without it",
     "set track_counts = on in postgresql.conf"},
    {"data_checksums", "on", health::warning, "a disk that changes bits is not noticed",
     "pg_checksums --enable while PostgreSQL is stopped"},
};

std::string setting_in(server_facts const& server, char const* name) {
    auto const found = server.settings.find(name);
    return found == server.settings.end() ? std::string{} : found->second;
}

void judge_settings(server_facts const& server, std::vector<finding>& found) {
    auto const before = found.size();
    for (auto const& rule : setting_rules) {
        auto const is = setting_in(server, rule.name);
        if (is != rule.good)
            found.push_back({rule.otherwise, "settings", fmt::format("{} is {}: {}", rule.name, is, rule.why),
                             rule.to_do});
    }
    // What is charged must be on disk before the call goes out, or a crash lets the quota be exceeded.
    auto const commit = setting_in(server, "synchronous_commit");
    if (commit == "off")
        found.push_back({health::fault, "settings",
                         "synchronous_commit is off: a crash can forget charged calls and runs",
                         "set it to on (ALTER DATABASE, ALTER ROLE or postgresql.conf)"});
    if (server.encoding != "UTF8")
        found.push_back({health::fault, "settings",
                         "the database's encoding is " + server.encoding + ": not every text fits",
                         "make it anew with ENCODING 'UTF8' TEMPLATE template0, and restore into it"});
    if (found.size() == before)
        found.push_back(
            {.subject = "settings", .says = "durable: fsync, full pages, synchronous commit, checksums"});
}

}  // namespace

std::vector<finding> judge_server(server_facts const& server, int connections) {
    auto const major = server.version / 10'000, minor = server.version % 10'000;
    auto const free = server.connections_most - server.connections_used;
    std::vector<finding> found{
        {.subject = "database",
         .says = fmt::format("PostgreSQL {}.{}, {:.0f} MB, {} of {} connections in use", major, minor,
                             static_cast<double>(server.bytes) / 1e6, server.connections_used,
                             server.connections_most)}};
    auto const add = [&found](health is, std::string says, std::string to_do) {
        found.push_back({is, "database", std::move(says), std::move(to_do)});
    };
    if (server.version < oldest_server)
        add(health::warning, "older than PostgreSQL 15, with which Lacuna is tested",
            "upgrade the cluster (pg_upgradecluster)");
    if (server.is_standby)
        add(health::fault, "a standby: nothing can be stored", "name the primary in database.url");
    if (free < connections)
        add(health::warning,
            fmt::format("{} connections are free and database.connections is {}", free, connections),
            "raise max_connections in postgresql.conf, or lower database.connections");
    constexpr std::int64_t worrying = 1'000'000'000;
    if (server.oldest_transaction > worrying)
        add(health::fault,
            fmt::format("not vacuumed for {} million transactions; it stops at 2,000",
                        server.oldest_transaction / 1'000'000),
            "VACUUM (FREEZE) the database, and find out what keeps autovacuum from it");
    judge_settings(server, found);
    return found;
}

finding judge_schema(int pending) {
    if (pending == 0) return {.subject = "schema", .says = "up to date"};
    return {health::warning, "schema",
            fmt::format("{} migration{} not applied yet", pending, pending == 1 ? " is" : "s are"),
            "`lacuna migrate`; `serve` does it at its start, too"};
}

finding judge_installation(content_facts const& content, bool simulated) {
    auto const kind = [](bool is_simulated) { return is_simulated ? "simulated" : "live"; };
    if (content.simulated && *content.simulated != simulated)
        return {health::fault, "data",
                fmt::format("the database holds {} data, the configuration is of a {} audit",
                            kind(*content.simulated), kind(simulated)),
                "name another database: the two never mix"};
    finding found{.subject = "data",
                  .says = fmt::format("{} item{} watched", content.items, content.items == 1 ? "" : "s")};
    if (content.items > 0) return found;
    found.is = health::warning;
    found.to_do = "`lacuna import FILE --list SLUG`, or POST /api/v1/items";
    return found;
}

finding judge_partitions(content_facts const& content, server_facts const& server, utc_day today) {
    finding found{.is = health::fault, .subject = "partitions"};
    if (!content.months_lost.empty()) {
        found.says = fmt::format("runs of {} have no verdicts: their partition is gone",
                                 fmt::join(content.months_lost, ", "));
        found.to_do = "restore them from a backup, or judge them again: `lacuna rejudge --from DAY`";
        return found;
    }
    if (!server.may_create) {
        found.says = "this role may not create tables: verdicts of a new month cannot be stored";
        found.to_do = "GRANT CREATE ON SCHEMA to it, or make it the owner of the database";
        return found;
    }
    found.is = health::ok;
    if (!content.partitions_until)
        found.says = "none yet; the first run makes one";
    else if (*content.partitions_until < today)
        found.says = fmt::format("to {}; the next run makes one", to_string(*content.partitions_until));
    else
        found.says = fmt::format("to {}", to_string(*content.partitions_until));
    return found;
}

}  // namespace lacuna
