#pragma once

#include "daemon/run/observations.hpp"
#include "daemon/run/run_ending.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// The run of a day as it stands in the database.
struct opened_run {
    run_id run{};
    utc_day day{};
    std::int64_t seed = 0;
    bool resumed = false;           ///< It was begun before, and cut off.
    std::int16_t rule_version = 0;  ///< The rules in force for its day: its verdicts are written under them.
};

/// Everything that was observed on one day, by whichever runs, in the order of its numbers.
struct day_observations {
    std::vector<presence_block> blocks{};
    std::vector<call_record> calls{};
};

/// What a day leaves behind about one item.
struct past_row {
    item_key item{};
    item_past past{};
};

/// A video that a random sample of a window brought.
struct harvested_item {
    std::int64_t platform_id = 0;
    std::chrono::sys_seconds created_at{};
    std::string username{};
};

/// What a run needs of the store. Every function waits out a database that is away (with backoff, logging
/// once a minute) and then goes on, so that a run pauses and loses nothing; each is safe to repeat when a
/// commit's outcome was in doubt.
/// @throws boost::system::system_error(operation_aborted) when cancelled while waiting; any other exception
/// is a fault of ours.
class audit_store {
public:
    virtual ~audit_store() = default;

    /// Takes the one lock that a run needs over all processes on this database; held until `unlock` or the
    /// process ends.
    /// @return false if somebody else holds it.
    [[nodiscard]] virtual boost::asio::awaitable<bool> lock() = 0;
    [[nodiscard]] virtual boost::asio::awaitable<void> unlock() = 0;

    /// The number of a vantage, made at its first use.
    [[nodiscard]] virtual boost::asio::awaitable<vantage_id> vantage(std::string probe, std::string name) = 0;

    /// Runs that were begun on days before `day` and never ended.
    [[nodiscard]] virtual boost::asio::awaitable<std::vector<opened_run>> cut_off_runs(utc_day day) = 0;
    /// Goes on with the day's run that was cut off, or begins one.
    [[nodiscard]] virtual boost::asio::awaitable<opened_run> open_run(utc_day day, utc_time now,
                                                                      std::int64_t seed) = 0;

    /// In order of creation time, those without one last.
    [[nodiscard]] virtual boost::asio::awaitable<std::vector<due_item>> due_items(utc_day day) = 0;
    [[nodiscard]] virtual boost::asio::awaitable<day_observations> observations(utc_day day) = 0;

    [[nodiscard]] virtual boost::asio::awaitable<std::int64_t> quota_spent(vantage_id vantage,
                                                                           utc_day day) = 0;
    /// Charges one call, durably, before it is sent.
    /// @return its number; none if `daily_calls` are spent already, and then nothing was charged.
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<call_id>> charge(vantage_id vantage,
                                                                                utc_day day,
                                                                                std::int64_t daily_calls) = 0;
    /// The platform says that the day's quota is gone: nothing more will be charged on `day`.
    [[nodiscard]] virtual boost::asio::awaitable<void> exhaust(vantage_id vantage, utc_day day,
                                                               std::int64_t daily_calls) = 0;

    /// One transaction: call row and metadata land together or not at all. Storing the same call again
    /// changes nothing.
    [[nodiscard]] virtual boost::asio::awaitable<void> store_call(run_id run, utc_day day, call_record call,
                                                                  std::vector<seen_metadata> metadata) = 0;
    /// @param block its number is drawn here if it is 0, and is in the answer.
    /// @param usernames of items read public whose name was not known: item and name.
    [[nodiscard]] virtual boost::asio::awaitable<block_id> store_block(
        run_id run, utc_day day, presence_block block,
        std::vector<std::pair<item_key, std::string>> usernames) = 0;

    /// Items on no list that the API returned, to serve as controls: made where they are not known.
    /// @return their keys, in the order of `items`.
    [[nodiscard]] virtual boost::asio::awaitable<std::vector<item_key>> add_controls(
        std::vector<harvested_item> items) = 0;

    /// One transaction: the day's verdicts that differ from the stored ones (COPY), the day's counts and
    /// rates of every list they concern, what the day leaves behind, which calls are not believed, the
    /// partition of next month, and the run's end.
    [[nodiscard]] virtual boost::asio::awaitable<void> close_run(opened_run run, utc_time now,
                                                                 run_ending ending,
                                                                 std::vector<verdict_row> verdicts,
                                                                 std::vector<past_row> pasts) = 0;

    /// The last run of `day` that ended, if verdicts of it wait for a later reading of presence.
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<opened_run>> run_with_open_brackets(
        utc_day day) = 0;
    /// One transaction: of the verdicts of a day whose run has ended, those that waited for a later reading,
    /// and the counts and rates with them.
    [[nodiscard]] virtual boost::asio::awaitable<void> amend_day(opened_run run,
                                                                 std::vector<verdict_row> verdicts) = 0;
};

}  // namespace lacuna
