#include "daemon/store/creator_reader.hpp"

#include "daemon/store/rule_sets.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr statement select_day{"select_day_of_creators", R"(
    SELECT counted.day - date '1970-01-01' AS day,
           coalesce((SELECT api_arm FROM day_ending WHERE day_ending.day = counted.day), 'valid') = 'void' AS void
      FROM (SELECT max(day) AS day FROM day_count
             WHERE list = $1 AND stratum = 'all' AND day <= as_of_day() AND rule_version = rule_of(day)
               AND ($2::integer IS NULL OR day = date '1970-01-01' + $2::integer)) counted
     WHERE counted.day IS NOT NULL)"};
constexpr statement select_creators{"select_creators_of_day", R"(
    SELECT coalesce(i.username, '') AS username, count(*) FILTER (WHERE v.counts) AS counting,
           count(*) FILTER (WHERE v.counts AND v.verdict = 'r') AS returned
      FROM watchlist_item m JOIN item i USING (item) JOIN verdict v USING (item)
     WHERE m.list = $1 AND v.day = date '1970-01-01' + $2::integer AND v.rule_version = $3
       AND m.added_at < date '1970-01-01' + $2::integer + 1
       AND (m.archived_at IS NULL OR m.archived_at >= date '1970-01-01' + $2::integer)
     GROUP BY coalesce(i.username, '') ORDER BY coalesce(i.username, '') COLLATE "C")"};

std::optional<list_creators> read(pqxx::work& transaction, list_key list, std::optional<utc_day> day) {
    auto const key = static_cast<int>(list);
    auto const wanted = day ? std::optional{as_number(*day)} : std::nullopt;
    auto const counted = run(transaction, select_day, key, wanted);
    if (counted.empty()) return std::nullopt;
    list_creators found{.day = read_day(counted[0]["day"]), .api_void = counted[0]["void"].as<bool>()};
    if (found.api_void) return found;
    expect_many_rows(transaction);
    auto const rule = rule_of(transaction, found.day);
    for (auto const& row : run(transaction, select_creators, key, as_number(found.day), rule)) {
        creator_day one{.creator = read_text(row["username"]),
                        .counting = row["counting"].as<std::int64_t>(),
                        .returned = row["returned"].as<std::int64_t>()};
        if (one.creator.empty()) {
            found.without_creator = one.counting;
        } else {
            found.creators.push_back(std::move(one));
        }
    }
    return found;
}

}  // namespace

boost::asio::awaitable<std::optional<list_creators>> creator_reader::on(list_key list,
                                                                        std::optional<utc_day> day,
                                                                        audience who) {
    auto work = [list, day](pqxx::work& transaction) { return read(transaction, list, day); };
    co_return co_await read_as(db_, who, work);
}

}  // namespace lacuna
