#include "daemon/store/series_store.hpp"

#include "daemon/store/copy_writer.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/series_event_rows.hpp"
#include "daemon/store/values.hpp"
#include "daemon/store/verdict_rows.hpp"

namespace lacuna {
namespace {

constexpr auto create_incoming = R"(
    CREATE TEMPORARY TABLE incoming_state (day date, platform_id bigint, verdict "char", created_at bigint) ON COMMIT DROP)";
constexpr auto ensure_months = R"(
    SELECT ensure_verdict_partition(month, 0::smallint)
      FROM (SELECT DISTINCT date_trunc('month', day)::date AS month FROM incoming_state ORDER BY 1) months)";
constexpr auto insert_items = R"(
    INSERT INTO item (platform, platform_id, added_at, created_at, created_at_source)
    SELECT DISTINCT 'tiktok', platform_id, to_timestamp($1 / 1000.0), to_timestamp(created_at),
           CASE WHEN created_at IS NOT NULL THEN $2::smallint END
      FROM incoming_state n
     WHERE NOT EXISTS (SELECT FROM item i WHERE i.platform = 'tiktok' AND i.platform_id = n.platform_id)
        ON CONFLICT (platform, platform_id) DO NOTHING)";
constexpr auto delete_earlier = R"(
    DELETE FROM verdict WHERE rule_version = 0 AND item IN (SELECT item FROM watchlist_item WHERE list = $1))";
constexpr auto replace_members = R"(
    INSERT INTO watchlist_item (list, item, added_at, added_by)
    SELECT DISTINCT $1::integer, i.item, to_timestamp($2 / 1000.0), 'import'
      FROM incoming_state n JOIN item i ON i.platform = 'tiktok' AND i.platform_id = n.platform_id
        ON CONFLICT (list, item) DO UPDATE SET archived_at = NULL)";
// A state given twice for a day: the better known one stands, and an error is the least.
constexpr auto insert_states = R"(
    INSERT INTO verdict (item, day, decided_by, confirmed_by, presence_before, presence_after, rule_version,
                         verdict, reason, grade, counts, countable, first_ask)
    SELECT DISTINCT ON (i.item, n.day) i.item, n.day, 0, 0, 0, 0, 0, n.verdict, '-', '-', false, false, '-'
      FROM incoming_state n JOIN item i ON i.platform = 'tiktok' AND i.platform_id = n.platform_id
     WHERE NOT EXISTS (SELECT FROM verdict v WHERE v.item = i.item AND v.day = n.day AND v.rule_version = 0)
     ORDER BY i.item, n.day, position(n.verdict::text IN 'ANE'))";
constexpr auto rebuild_months = R"(
    SELECT rebuild_verdict_month(month, 0::smallint)
      FROM (SELECT date_trunc('month', day)::date AS month FROM verdict WHERE rule_version = 0
             UNION SELECT month FROM verdict_month WHERE rule_version = 0) months)";
constexpr auto delete_counts = "DELETE FROM day_count WHERE list = $1 AND rule_version = 0";
constexpr auto insert_counts = R"(
    INSERT INTO day_count (list, day, stratum, rule_version, verdict, counts, n)
    SELECT $1, v.day, 'all', 0, v.verdict, false, count(*)
      FROM verdict v JOIN watchlist_item m ON m.item = v.item AND m.list = $1
     WHERE v.rule_version = 0 GROUP BY v.day, v.verdict)";

void import_here(pqxx::work& transaction, list_key list, std::vector<imported_state> const& states,
                 utc_time now) {
    work_through_many_rows(transaction);
    transaction.exec0(create_incoming);
    copy_writer rows{transaction, "incoming_state", {"day", "platform_id", "verdict", "created_at"}};
    for (auto const& state : states) {
        rows.text(to_string(state.day)).number(state.platform_id).letter(static_cast<char>(state.kind));
        auto const created = creation_from_id(state.platform_id, now);
        if (created) {
            rows.number(created->time_since_epoch().count());
        } else {
            rows.null();
        }
        rows.end_row();
    }
    rows.complete();
    auto const key = static_cast<int>(list);
    transaction.exec(ensure_months);
    transaction.exec_params0(insert_items, as_number(now), static_cast<int>(creation_source::id));
    transaction.exec_params0(delete_earlier, key);
    transaction.exec_params0(replace_members, key, as_number(now));
    transaction.exec0(insert_states);
    transaction.exec(rebuild_months);
    transaction.exec_params0(delete_counts, key);
    transaction.exec_params0(insert_counts, key);
    update_series_events(transaction, list);
    raise_data_version(transaction);
}

}  // namespace

boost::asio::awaitable<void> series_store::import(list_key list, std::vector<imported_state> states,
                                                  utc_time now) {
    auto write = [list, &states, now](pqxx::work& transaction) {
        lock_verdicts(transaction);
        import_here(transaction, list, states, now);
    };
    co_await db_.transact(write);
}

}  // namespace lacuna
