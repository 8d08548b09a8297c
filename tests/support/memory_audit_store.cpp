#include "tests/support/memory_audit_store.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace lacuna::test {

namespace asio = boost::asio;

void memory_audit_store::restart() {
    locked = false;
    crash_after.reset();
    on_operation = {};
}

asio::awaitable<void> memory_audit_store::begin(std::string name) {
    co_await asio::post(asio::use_awaitable);
    if (on_operation) on_operation(name);
    ++operations;
    if (!crash_after) co_return;
    if (operations > *crash_after + 1 || (operations > *crash_after && !after_effect)) throw crash{};
}

void memory_audit_store::taken_effect() const {
    if (crash_after && operations > *crash_after) throw crash{};
}

asio::awaitable<bool> memory_audit_store::lock() {
    co_await begin("lock");
    if (locked) co_return false;
    locked = true;
    taken_effect();
    co_return true;
}

asio::awaitable<void> memory_audit_store::unlock() {
    co_await begin("unlock");
    locked = false;
}

asio::awaitable<vantage_id> memory_audit_store::vantage(std::string probe, std::string name) {
    co_await begin("vantage");
    auto const key = probe + "/" + name;
    auto found = std::ranges::find(vantages, key);
    if (found == vantages.end()) found = vantages.insert(vantages.end(), key);
    taken_effect();
    co_return vantage_id{static_cast<std::int16_t>(found - vantages.begin() + 1)};
}

asio::awaitable<std::vector<opened_run>> memory_audit_store::cut_off_runs(utc_day day) {
    co_await begin("cut_off_runs");
    std::vector<opened_run> found;
    for (auto const& run : runs) {
        if (run.opened.day < day && !run.ending) found.push_back(run.opened);
    }
    co_return found;
}

asio::awaitable<opened_run> memory_audit_store::open_run(utc_day day, utc_time, std::int64_t seed) {
    co_await begin("open_run");
    for (auto const& run : runs) {
        if (run.opened.day != day || run.ending) continue;
        auto resumed = run.opened;
        resumed.resumed = true;
        co_return resumed;
    }
    auto const number = static_cast<std::int32_t>(runs.size()) + 1;
    runs.push_back({.opened = {.run = run_id{number}, .day = day, .seed = seed}});
    taken_effect();
    co_return runs.back().opened;
}

asio::awaitable<std::vector<due_item>> memory_audit_store::due_items(utc_day day) {
    co_await begin("due_items");
    auto due = items;
    for (auto const& control : controls) {
        bool const today = std::ranges::any_of(calls, [&](stored_call const& kept) {
            return kept.day == day && kept.call.purpose == call_purpose::harvest &&
                   std::ranges::find(kept.call.returned, control.key) != kept.call.returned.end();
        });
        if (today) due.push_back(control);
    }
    auto const before = pasts.lower_bound(day);
    if (before != pasts.begin()) {
        for (auto& item : due) {
            auto const found = std::prev(before)->second.find(item.key);
            if (found != std::prev(before)->second.end()) item.past = found->second;
        }
    }
    auto const yesterday = verdicts.find(day - std::chrono::days{1});
    for (auto& item : due) {
        if (yesterday != verdicts.end()) {
            auto const stood = yesterday->second.find(item.key);
            if (stood != yesterday->second.end()) {
                auto const reason = stood->second.judged.reason;
                item.left_out_yesterday =
                    reason == verdict_reason::quota_spent || reason == verdict_reason::time_spent;
            }
        }
        for (auto const& kept : calls) {
            bool const this_week = kept.day < day && day - kept.day < std::chrono::days{7};
            if (!this_week || kept.call.purpose != call_purpose::quarantine || !kept.call.complete) continue;
            bool const asked = std::ranges::find(kept.call.items, item.key) != kept.call.items.end();
            bool const came = std::ranges::find(kept.call.returned, item.key) != kept.call.returned.end();
            if (asked && !came) item.quarantined_by = kept.call.call;
        }
    }
    co_return due;
}

asio::awaitable<day_observations> memory_audit_store::observations(utc_day day) {
    co_await begin("observations");
    day_observations seen;
    for (auto const& kept : blocks) {
        if (kept.day == day) seen.blocks.push_back(kept.block);
    }
    for (auto const& kept : calls) {
        if (kept.day == day) seen.calls.push_back(kept.call);
    }
    std::ranges::sort(seen.blocks, {}, &presence_block::block);
    std::ranges::sort(seen.calls, {}, &call_record::call);
    for (auto& call : seen.calls) call.body.clear();
    co_return seen;
}

asio::awaitable<std::int64_t> memory_audit_store::quota_spent(vantage_id vantage, utc_day day) {
    co_await begin("quota_spent");
    auto const found = spent.find({vantage, day});
    co_return found == spent.end() ? 0 : found->second;
}

asio::awaitable<std::optional<call_id>> memory_audit_store::charge(vantage_id vantage, utc_day day,
                                                                   std::int64_t daily_calls) {
    co_await begin("charge");
    auto& already = spent[{vantage, day}];
    if (already >= daily_calls) co_return std::nullopt;
    ++already;
    taken_effect();
    co_return call_id{next_call_++};
}

asio::awaitable<void> memory_audit_store::exhaust(vantage_id vantage, utc_day day, std::int64_t daily_calls) {
    co_await begin("exhaust");
    auto& already = spent[{vantage, day}];
    already = std::max(already, daily_calls);
    taken_effect();
}

asio::awaitable<void> memory_audit_store::store_call(run_id run, utc_day day, call_record call,
                                                     std::vector<seen_metadata> metadata) {
    co_await begin("store_call");
    for (auto const& kept : calls) {
        if (kept.call.call == call.call) throw std::logic_error{"a call was stored twice"};
    }
    calls.push_back({run, day, std::move(call), std::move(metadata)});
    taken_effect();
}

asio::awaitable<block_id> memory_audit_store::store_block(
    run_id run, utc_day day, presence_block block, std::vector<std::pair<item_key, std::string>> usernames) {
    co_await begin("store_block");
    if (static_cast<int>(block.block) == 0) block.block = block_id{next_block_++};
    auto const number = block.block;
    blocks.push_back({run, day, std::move(block), std::move(usernames)});
    taken_effect();
    co_return number;
}

asio::awaitable<void> memory_audit_store::close_run(opened_run run, utc_time, run_ending ending,
                                                    std::vector<verdict_row> rows,
                                                    std::vector<past_row> left) {
    co_await begin("close_run");
    for (auto& kept : runs) {
        if (kept.opened.run == run.run) kept.ending = ending;
    }
    auto& of_day = verdicts[run.day];
    for (auto const& row : rows) of_day[row.item] = row;
    pasts[run.day].clear();
    for (auto const& [item, past] : left) pasts[run.day][item] = past;
    taken_effect();
}

asio::awaitable<std::vector<item_key>> memory_audit_store::add_controls(std::vector<harvested_item> found) {
    co_await begin("add_controls");
    std::vector<item_key> keys;
    for (auto const& one : found) {
        auto const same_id = [&](due_item const& item) { return item.platform_id == one.platform_id; };
        auto const watched = std::ranges::find_if(items, same_id);
        auto const known = std::ranges::find_if(controls, same_id);
        if (watched != items.end() || known != controls.end()) {
            keys.push_back(watched != items.end() ? watched->key : known->key);
            continue;
        }
        constexpr int first_control = 1'000'000;
        controls.push_back({.key = item_key{first_control + static_cast<int>(controls.size())},
                            .platform_id = one.platform_id,
                            .created = creation{.at = one.created_at, .source = creation_source::metadata},
                            .control_only = true});
        keys.push_back(controls.back().key);
    }
    taken_effect();
    co_return keys;
}

asio::awaitable<std::optional<opened_run>> memory_audit_store::run_with_open_brackets(utc_day day) {
    co_await begin("run_with_open_brackets");
    auto const of_day = verdicts.find(day);
    if (of_day == verdicts.end()) co_return std::nullopt;
    bool const open = std::ranges::any_of(of_day->second, [](auto const& row) {
        return row.second.judged.reason == verdict_reason::not_bracketed;
    });
    for (auto const& run : runs) {
        if (open && run.opened.day == day && run.ending) co_return run.opened;
    }
    co_return std::nullopt;
}

asio::awaitable<void> memory_audit_store::amend_day(opened_run run, std::vector<verdict_row> rows) {
    co_await begin("amend_day");
    auto& of_day = verdicts[run.day];
    for (auto const& row : rows) {
        if (of_day[row.item].judged.reason == verdict_reason::not_bracketed) of_day[row.item] = row;
    }
    taken_effect();
}

}  // namespace lacuna::test
