#include "daemon/store/series_event_rows.hpp"

#include "daemon/events/series_events.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/event_rows.hpp"
#include "daemon/store/values.hpp"

#include <set>
#include <utility>

namespace lacuna {
namespace {

constexpr statement select_series{"select_imported_series", R"(
    SELECT v.item, v.day - date '1970-01-01' AS day, v.verdict
      FROM verdict v JOIN watchlist_item m ON m.item = v.item AND m.list = $1
     WHERE v.rule_version = 0 ORDER BY v.item, v.day)"};

}  // namespace

void update_series_events(pqxx::work& transaction, list_key list) {
    imported_histories series;
    for (auto const& row : run(transaction, select_series, static_cast<int>(list))) {
        series[read_number<item_key>(row[0])].push_back(
            {.day = read_day(row[1]), .kind = static_cast<verdict_kind>(row[2].c_str()[0])});
    }
    auto events = series_events(list, series);
    std::set<std::pair<event_subject, utc_day>> said;
    for (auto const& event : events) said.emplace(event.what, event.day);
    for (auto& event : imported_events(transaction, list)) {
        if (said.contains({event.what, event.day})) continue;
        event.closed_on = event.day;
        event.why = withdrawn;
        events.push_back(std::move(event));
    }
    write_events(transaction, events, {.rule_version = imported_rule_version});
}

}  // namespace lacuna
