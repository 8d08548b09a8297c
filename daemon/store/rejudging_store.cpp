#include "daemon/store/rejudging_store.hpp"

#include "daemon/store/day_counts.hpp"
#include "daemon/store/observation_rows.hpp"
#include "daemon/store/past_rows.hpp"
#include "daemon/store/scope_rules.hpp"
#include "daemon/store/values.hpp"
#include "daemon/store/verdict_rows.hpp"

#include <algorithm>

namespace lacuna {
namespace {

constexpr statement select_judged_days{"select_judged_days", R"(
    SELECT DISTINCT day - date '1970-01-01' AS day FROM run WHERE ended_at IS NOT NULL ORDER BY 1)"};
constexpr statement select_last_run{"select_run_to_rejudge", R"(
    SELECT run, (extract(epoch FROM started_at) * 1000)::bigint AS started_at, presence_arm FROM run
     WHERE day = date '1970-01-01' + $1::integer AND ended_at IS NOT NULL ORDER BY run DESC LIMIT 1)"};
constexpr statement insert_ending{"insert_rejudged_run", R"(
    INSERT INTO rejudged_run (run, rule_version, api_arm, presence_arm, void_reason)
    VALUES ($1, $2, $3, $4, nullif($5, '')))"};
// In the order of due_items.
constexpr statement select_items{"select_items_by_key", R"(
    SELECT item, platform_id, extract(epoch FROM created_at)::bigint AS created_at, created_at_source
      FROM item WHERE item = ANY ($1::integer[]) ORDER BY created_at, item)"};

std::vector<due_item> read_items(pqxx::work& transaction, std::vector<item_key> const& keys) {
    std::vector<due_item> items;
    items.reserve(keys.size());
    for (auto const& row : run(transaction, select_items, number_array(keys))) {
        items.push_back({.key = read_number<item_key>(row[0]),
                         .platform_id = row[1].as<std::int64_t>(),
                         .created = read_creation(row[2], row[3])});
    }
    return items;
}

/// Those with a verdict, and those that no list had and that only tested a call.
std::vector<item_key> keys_of(stored_day const& day) {
    std::vector<item_key> keys;
    for (auto const& [item, row] : day.stands) keys.push_back(item);
    for (auto const& call : day.seen.calls) {
        keys.insert(keys.end(), call.items.begin(), call.items.end());
        keys.insert(keys.end(), call.returned.begin(), call.returned.end());
    }
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

stored_day read_day_whole(pqxx::work& transaction, utc_day day) {
    work_through_many_rows(transaction);
    stored_day whole{.day = day};
    whole.stands = select_verdicts(transaction, day, rule_of(transaction, day));
    whole.seen = select_observations(transaction, day);
    whole.items = read_items(transaction, keys_of(whole));
    for (auto& item : whole.items) item.control_only = !whole.stands.contains(item.key);
    find_scopes(transaction, day, whole.items);
    auto const last = run(transaction, select_last_run, as_number(day)).at(0);
    whole.run = read_number<run_id>(last["run"]);
    whole.run_began = read_instant(last["started_at"]);
    whole.presence_off = read_text(last["presence_arm"]) == "off";
    return whole;
}

void write_ending(pqxx::work& transaction, run_id which, std::int16_t version, run_ending const& ending) {
    using arm = run_ending::arm;
    // As where a run ends: an API arm that is off measured nothing.
    std::string const api = ending.api == arm::valid ? "valid" : "void";
    std::string presence = "off";
    if (ending.presence != arm::off) presence = ending.presence == arm::valid ? "valid" : "void";
    run(transaction, insert_ending, static_cast<int>(which), version, api, presence, ending.void_reason);
}

}  // namespace

boost::asio::awaitable<bool> rejudging_store::lock() {
    auto take = [this](pqxx::work&) { return lock_.take(); };
    co_return co_await db_.transact(take);
}

boost::asio::awaitable<std::vector<utc_day>> rejudging_store::judged_days() {
    auto read = [](pqxx::work& transaction) {
        std::vector<utc_day> days;
        for (auto const& row : run(transaction, select_judged_days)) days.push_back(read_day(row["day"]));
        return days;
    };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<std::int16_t> rejudging_store::begin() {
    auto clear = [this](pqxx::work& transaction) {
        lock_.keep();
        work_through_many_rows(transaction);
        return clear_next_version(transaction);
    };
    co_return co_await db_.transact(clear);
}

boost::asio::awaitable<stored_day> rejudging_store::read(utc_day day) {
    auto read = [day](pqxx::work& transaction) { return read_day_whole(transaction, day); };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<void> rejudging_store::write(stored_day const& whole, std::int16_t version,
                                                    rejudged_day judged) {
    auto write = [this, day = whole.day, which = whole.run, version, &judged](pqxx::work& transaction) {
        lock_.keep();
        work_through_many_rows(transaction);
        write_ending(transaction, which, version, judged.ending);
        ensure_partitions(transaction, day, version);
        auto const standing = write_verdicts(transaction, day, version, std::move(judged.verdicts));
        write_day_counts(transaction, day, version, standing);
    };
    co_await db_.transact(write);
}

boost::asio::awaitable<void> rejudging_store::finish(rule_set made, std::vector<past_day> left_behind) {
    auto finish = [this, &made, &left_behind](pqxx::work& transaction) {
        lock_.keep();
        work_through_many_rows(transaction);
        for (auto const& [day, pasts] : left_behind) write_pasts(transaction, day, pasts);
        insert_rule_set(transaction, made);
    };
    co_await db_.transact(finish);
}

}  // namespace lacuna
