#pragma once

#include "daemon/run/bell.hpp"
#include "daemon/run/live_run.hpp"
#include "daemon/run/presence_controls.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace lacuna {

/// Asks the presence arm for items one by one, several side by side, and stores what it says in blocks of 100
/// in their order, each between a known-live item and an invented id, which test the endpoint. Cut off, it
/// loses the blocks that are not stored: a bounded number.
class presence_sweep {
public:
    /// Called when all blocks up to the `done`th of the places are stored and in the record, in order.
    using progress_sink = std::function<void(std::size_t done)>;

    /// @param places in the record, in the order to be asked in.
    presence_sweep(live_run& run, block_purpose purpose, std::vector<std::size_t> places,
                   progress_sink on_stored, boost::asio::any_io_executor executor);

    /// Ends when all are read and stored, or at the end of the day.
    [[nodiscard]] boost::asio::awaitable<void> go();

private:
    struct open_block {
        presence_block block{};
        std::vector<std::pair<item_key, std::string>> usernames{};
        std::size_t ordinal = 0;  ///< Of the sweep's blocks.
        std::size_t first = 0;    ///< Index into places_.
        std::size_t unread = 0;   ///< Of its items.
        bool settled = false;     ///< Stored, or lost.
    };

    boost::asio::awaitable<void> work();
    boost::asio::awaitable<bool> turn();
    boost::asio::awaitable<void> read(std::size_t index);
    boost::asio::awaitable<void> ask_live_control(open_block& block);
    boost::asio::awaitable<void> ask_invented_id(open_block& block);
    boost::asio::awaitable<char> look(std::int64_t platform_id);
    boost::asio::awaitable<void> keep(open_block& full);
    open_block& block_of(std::size_t index);
    void hand_on();

    live_run& run_;
    block_purpose purpose_;
    std::vector<std::size_t> places_;
    presence_controls controls_;
    progress_sink on_stored_;
    std::size_t next_ = 0;         // Index of the next to be asked.
    std::size_t handed_on_ = 0;    // Blocks.
    std::deque<open_block> open_;  // A deque: workers hold references while others come and go at its ends.
    bell room_;
};

/// Sweeps the items that `due` names, then once more those that are still due: a failed reading gets a second
/// try at the end.
/// @param on_stored for the first time round.
[[nodiscard]] boost::asio::awaitable<void> sweep_twice(live_run& run, block_purpose purpose,
                                                       std::vector<std::size_t> places,
                                                       bool (day_record::*due)(day_record::standing const&)
                                                           const,
                                                       presence_sweep::progress_sink on_stored);

}  // namespace lacuna
