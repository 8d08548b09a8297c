#pragma once

#include "daemon/run/batch_queue.hpp"
#include "daemon/run/live_run.hpp"

#include <boost/asio/awaitable.hpp>

namespace lacuna {

/// Asks one batch after another until each is settled: charges, asks, stores, follows pages, waits and tries
/// again as the probe advises. Everything a call brought is stored and in the record before the next is sent.
class batch_asker {
public:
    explicit batch_asker(live_run& run) : run_{run} {}

    /// What became of the batch is in the record: measured, failed, out of quota or out of time. A fault of
    /// ours is logged and costs this batch only.
    /// @throws boost::system::system_error with `operation_aborted` if cancelled; no other.
    [[nodiscard]] boost::asio::awaitable<void> ask(batch_question question);

    /// Asks all that come, until the queue is closed and empty.
    [[nodiscard]] boost::asio::awaitable<void> serve(batch_queue& queue);

private:
    enum class ending { complete, failed, no_quota, no_time };
    struct search;

    boost::asio::awaitable<ending> settle(search& now);
    boost::asio::awaitable<std::optional<tiktok::video_page>> send(search& now);
    boost::asio::awaitable<void> keep(search& now, call_id number, utc_time sent_at,
                                      tiktok::video_page& page);
    boost::asio::awaitable<std::optional<ending>> follow(search& now, tiktok::video_page const& page);
    boost::asio::awaitable<std::optional<ending>> try_again(search& now, tiktok::video_page const& page);
    boost::asio::awaitable<bool> has_token(search& now);
    void note(search const& now, ending how);

    live_run& run_;
};

}  // namespace lacuna
