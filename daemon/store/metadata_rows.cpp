#include "daemon/store/metadata_rows.hpp"

#include "daemon/store/database.hpp"
#include "daemon/store/values.hpp"
#include "probes/sha256.hpp"

#include <map>

namespace lacuna {
namespace {

constexpr statement select_newest{"select_newest_metadata", R"(
    SELECT asked.item, newest.hash, newest.last_seen - date '1970-01-01' AS last_seen,
           newest.valid_from - date '1970-01-01' AS valid_from
      FROM unnest($1::integer[]) AS asked (item),
           LATERAL (SELECT hash, last_seen, valid_from FROM metadata m
                     WHERE m.item = asked.item ORDER BY valid_from DESC LIMIT 1) newest)"};
constexpr statement insert_changed{"insert_metadata", R"(
    INSERT INTO metadata (item, valid_from, last_seen, hash, fields)
    SELECT item, date '1970-01-01' + $4::integer, date '1970-01-01' + $4::integer, hash, fields::jsonb
      FROM unnest($1::integer[], $2::bigint[], $3::text[]) AS seen (item, hash, fields)
        ON CONFLICT (item, valid_from)
        DO UPDATE SET last_seen = excluded.last_seen, hash = excluded.hash, fields = excluded.fields)"};
constexpr statement refresh_last_seen{"refresh_metadata", R"(
    UPDATE metadata m SET last_seen = date '1970-01-01' + $3::integer
      FROM unnest($1::integer[], $2::integer[]) AS seen (item, valid_from)
     WHERE m.item = seen.item AND m.valid_from = date '1970-01-01' + seen.valid_from)"};
// 2 is creation_source::metadata.
constexpr statement improve_items{"improve_items", R"(
    UPDATE item i
       SET created_at = CASE WHEN seen.created_at IS NOT NULL AND coalesce(i.created_at_source > 2, true)
                             THEN to_timestamp(seen.created_at) ELSE i.created_at END,
           created_at_source = CASE WHEN seen.created_at IS NOT NULL AND coalesce(i.created_at_source > 2, true)
                                    THEN 2 ELSE i.created_at_source END,
           username = coalesce(nullif(seen.username, ''), i.username)
      FROM unnest($1::integer[], $2::bigint[], $3::text[]) AS seen (item, created_at, username)
     WHERE i.item = seen.item
       AND ((seen.created_at IS NOT NULL AND coalesce(i.created_at_source > 2, true))
            OR (seen.username <> '' AND i.username IS DISTINCT FROM seen.username)))"};

constexpr std::chrono::days refreshed_after{7};

struct newest_row {
    std::int64_t hash = 0;
    utc_day last_seen{};
    utc_day valid_from{};
};

/// In order of number, so that two transactions never wait for one another crosswise.
using by_item = std::map<item_key, seen_metadata const*>;

std::map<item_key, newest_row> newest_of(pqxx::work& transaction, std::string const& items) {
    std::map<item_key, newest_row> newest;
    for (auto const& row : run(transaction, select_newest, items)) {
        newest[read_number<item_key>(row["item"])] = {.hash = row["hash"].as<std::int64_t>(),
                                                      .last_seen = read_day(row["last_seen"]),
                                                      .valid_from = read_day(row["valid_from"])};
    }
    return newest;
}

void keep_rows(pqxx::work& transaction, utc_day day, by_item const& seen, std::string const& items) {
    auto const newest = newest_of(transaction, items);
    std::vector<item_key> changed;
    std::vector<std::int64_t> hashes;
    std::vector<std::string> fields;
    std::vector<item_key> old;
    std::vector<int> old_from;
    for (auto const& [item, said] : seen) {
        if (said->canonical.empty()) continue;
        auto const hash = short_hash(said->canonical);
        auto const found = newest.find(item);
        if (found == newest.end() || (found->second.hash != hash && found->second.valid_from <= day)) {
            changed.push_back(item);
            hashes.push_back(hash);
            fields.push_back(said->canonical);
        } else if (found->second.hash == hash && day - found->second.last_seen >= refreshed_after) {
            old.push_back(item);
            old_from.push_back(as_number(found->second.valid_from));
        }
    }
    if (!changed.empty()) {
        run(transaction, insert_changed, number_array(changed), number_array(hashes), text_array(fields),
            as_number(day));
    }
    if (!old.empty())
        run(transaction, refresh_last_seen, number_array(old), number_array(old_from), as_number(day));
}

}  // namespace

void keep_metadata(pqxx::work& transaction, utc_day day, std::vector<seen_metadata> const& metadata) {
    by_item seen;
    for (auto const& said : metadata) seen[said.item] = &said;
    std::vector<item_key> keys;
    std::vector<std::optional<std::int64_t>> created;
    std::vector<std::string> usernames;
    for (auto const& [item, said] : seen) {
        keys.push_back(item);
        created.emplace_back();
        if (said->created_at) created.back() = said->created_at->time_since_epoch().count();
        usernames.push_back(said->username);
    }
    auto const items = number_array(keys);
    keep_rows(transaction, day, seen, items);
    run(transaction, improve_items, items, number_array(created), text_array(usernames));
}

}  // namespace lacuna
