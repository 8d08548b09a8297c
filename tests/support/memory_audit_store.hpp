#pragma once

#include "daemon/run/audit_store.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lacuna::test {

/// What a killed process leaves behind is thrown up to the test; no std::exception, so nothing of ours can
/// mistake it for a fault.
struct crash {};

/// Keeps what a run stores in memory, with the promises of the real store, and fails on purpose.
class memory_audit_store final : public audit_store {
public:
    struct stored_run {
        opened_run opened{};
        std::optional<run_ending> ending{};
    };
    struct stored_call {
        run_id run{};
        utc_day day{};
        call_record call{};
        std::vector<seen_metadata> metadata{};
    };
    struct stored_block {
        run_id run{};
        utc_day day{};
        presence_block block{};
        std::vector<std::pair<item_key, std::string>> usernames{};
    };

    std::vector<due_item> items{};  ///< In order of creation time.
    std::vector<stored_run> runs{};
    std::vector<stored_call> calls{};
    std::vector<stored_block> blocks{};
    std::map<std::pair<vantage_id, utc_day>, std::int64_t> spent{};
    std::map<utc_day, std::map<item_key, verdict_row>> verdicts{};
    std::map<utc_day, std::map<item_key, item_past>> pasts{};
    std::vector<due_item> controls{};  ///< Harvested ones.
    std::vector<std::string> vantages{};
    bool locked = false;

    std::size_t operations = 0;
    /// Crashes at the operation after so many; with `after_effect`, once it has taken effect.
    std::optional<std::size_t> crash_after{};
    bool after_effect = false;
    /// Called before every operation with its name; may throw.
    std::function<void(std::string const&)> on_operation{};

    /// A new process: the lock is gone, nothing crashes any more.
    void restart();

    boost::asio::awaitable<bool> lock() override;
    boost::asio::awaitable<void> unlock() override;
    boost::asio::awaitable<vantage_id> vantage(std::string probe, std::string name) override;
    boost::asio::awaitable<std::vector<opened_run>> cut_off_runs(utc_day day) override;
    boost::asio::awaitable<opened_run> open_run(utc_day day, utc_time now, std::int64_t seed) override;
    boost::asio::awaitable<std::vector<due_item>> due_items(utc_day day) override;
    boost::asio::awaitable<day_observations> observations(utc_day day) override;
    boost::asio::awaitable<std::int64_t> quota_spent(vantage_id vantage, utc_day day) override;
    boost::asio::awaitable<std::optional<call_id>> charge(vantage_id vantage, utc_day day,
                                                          std::int64_t daily_calls) override;
    boost::asio::awaitable<void> exhaust(vantage_id vantage, utc_day day, std::int64_t daily_calls) override;
    boost::asio::awaitable<void> store_call(run_id run, utc_day day, call_record call,
                                            std::vector<seen_metadata> metadata) override;
    boost::asio::awaitable<block_id> store_block(
        run_id run, utc_day day, presence_block block,
        std::vector<std::pair<item_key, std::string>> usernames) override;
    boost::asio::awaitable<void> close_run(opened_run run, utc_time now, run_ending ending,
                                           std::vector<verdict_row> verdicts,
                                           std::vector<past_row> pasts) override;
    boost::asio::awaitable<std::vector<item_key>> add_controls(std::vector<harvested_item> items) override;
    boost::asio::awaitable<std::optional<opened_run>> run_with_open_brackets(utc_day day) override;
    boost::asio::awaitable<void> amend_day(opened_run run, std::vector<verdict_row> verdicts) override;

private:
    boost::asio::awaitable<void> begin(std::string name);
    void taken_effect() const;

    std::int32_t next_call_ = 1;
    std::int32_t next_block_ = 1;
};

}  // namespace lacuna::test
