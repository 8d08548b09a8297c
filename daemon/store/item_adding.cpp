#include "daemon/store/copy_writer.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr auto create_incoming = R"(
    CREATE TEMPORARY TABLE incoming (
        place integer, platform_id bigint, username text, region text, created_at bigint, created_at_source smallint,
        source text, note text, item integer, known boolean NOT NULL DEFAULT false) ON COMMIT DROP)";

// Not by ON CONFLICT alone: that would use up an item number for each known one.
constexpr auto insert_items = R"(
    INSERT INTO item (platform, platform_id, username, region, region_source, created_at, created_at_source, added_at, note)
    SELECT 'tiktok', platform_id, username, region, CASE WHEN region IS NOT NULL THEN 'given' END,
           to_timestamp(created_at), created_at_source, to_timestamp($1 / 1000.0), note
      FROM incoming n
     WHERE NOT EXISTS (SELECT FROM item i WHERE i.platform = 'tiktok' AND i.platform_id = n.platform_id)
     ORDER BY platform_id
        ON CONFLICT (platform, platform_id) DO NOTHING)";

constexpr auto find_keys = R"(
    UPDATE incoming n
       SET item = i.item,
           known = EXISTS (SELECT FROM watchlist_item m
                            WHERE m.list = $1 AND m.item = i.item AND m.archived_at IS NULL)
      FROM item i
     WHERE i.platform = 'tiktok' AND i.platform_id = n.platform_id)";

// What is given now completes what is known, and replaces only a creation time of a worse source.
constexpr auto improve_items = R"(
    WITH better AS MATERIALIZED (
        SELECT i.item, n.created_at, n.created_at_source, n.username, n.region, n.note,
               n.created_at IS NOT NULL AND coalesce(i.created_at_source > n.created_at_source, true) AS time
          FROM incoming n JOIN item i USING (item)
         WHERE i.archived_at IS NOT NULL
            OR (n.created_at IS NOT NULL AND coalesce(i.created_at_source > n.created_at_source, true))
            OR (i.username IS NULL AND n.username IS NOT NULL) OR (i.region IS NULL AND n.region IS NOT NULL)
            OR (i.note IS NULL AND n.note IS NOT NULL))
    UPDATE item i
       SET created_at = CASE WHEN n.time THEN to_timestamp(n.created_at) ELSE i.created_at END,
           created_at_source = CASE WHEN n.time THEN n.created_at_source ELSE i.created_at_source END,
           username = coalesce(i.username, n.username), note = coalesce(i.note, n.note),
           region = coalesce(i.region, n.region),
           region_source = CASE WHEN i.region IS NULL AND n.region IS NOT NULL THEN 'given' ELSE i.region_source END,
           archived_at = NULL
      FROM better n WHERE i.item = n.item)";

constexpr auto insert_memberships = R"(
    INSERT INTO watchlist_item (list, item, added_at, added_by, source)
    SELECT $1, item, to_timestamp($2 / 1000.0), $3, source FROM incoming WHERE NOT known ORDER BY item
        ON CONFLICT (list, item) DO UPDATE SET archived_at = NULL)";

constexpr auto select_answers = R"(
    SELECT known, i.created_at IS NOT NULL AS plannable FROM incoming JOIN item i USING (item) ORDER BY place)";

void copy_incoming(pqxx::work& transaction, std::vector<named_item> const& items, utc_time now) {
    copy_writer rows{
        transaction,
        "incoming",
        {"place", "platform_id", "username", "region", "created_at", "created_at_source", "source", "note"}};
    std::int64_t place = 0;
    for (auto const& item : items) {
        rows.number(place++).number(item.platform_id).text_or_null(item.username).text_or_null(item.region);
        auto const from_id = item.created_at ? std::nullopt : creation_from_id(item.platform_id, now);
        auto const at = item.created_at ? item.created_at : from_id;
        if (at) {
            rows.number(at->time_since_epoch().count());
            rows.number(static_cast<std::int64_t>(from_id ? creation_source::id : creation_source::given));
        } else {
            rows.null().null();
        }
        rows.text(item.source).text_or_null(item.note).end_row();
    }
    rows.complete();
}

std::vector<item_added> add_here(pqxx::work& transaction, list_key list, std::vector<named_item> const& items,
                                 std::string const& added_by, utc_time now) {
    work_through_many_rows(transaction);
    transaction.exec0(create_incoming);
    copy_incoming(transaction, items, now);
    transaction.exec0("ANALYZE incoming");  // Else the joins below are planned for a handful of rows.
    transaction.exec_params0(insert_items, as_number(now));
    transaction.exec_params0(find_keys, static_cast<int>(list));
    transaction.exec0("ANALYZE incoming");
    transaction.exec_params0(improve_items);
    transaction.exec_params0(insert_memberships, static_cast<int>(list), as_number(now), added_by);
    std::vector<item_added> answers;
    answers.reserve(items.size());
    for (auto const& row : transaction.exec(select_answers)) {
        answers.push_back(
            {.is = row[0].as<bool>() ? added::known : added::added, .plannable = row[1].as<bool>()});
    }
    if (items.size() >= 1000) transaction.exec0("ANALYZE item, watchlist_item");
    raise_data_version(transaction);
    return answers;
}

}  // namespace

boost::asio::awaitable<std::vector<item_added>> list_store::add_items(list_key list,
                                                                      std::vector<named_item> items,
                                                                      std::string added_by, utc_time now) {
    auto add = [list, &items, &added_by, now](pqxx::work& transaction) {
        return add_here(transaction, list, items, added_by, now);
    };
    co_return co_await db_.transact(add);
}

}  // namespace lacuna
