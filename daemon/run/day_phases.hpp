#pragma once

#include "daemon/run/batch_asker.hpp"
#include "daemon/run/live_run.hpp"
#include "daemon/run/presence_sweep.hpp"

#include <boost/asio/awaitable.hpp>

#include <set>
#include <vector>

namespace lacuna {

/// What a run asks on its day, in order (DESIGN: planning): presence and first pass side by side, what failed
/// once more, confirmations, what the budget had left out, new findings alone, later windows, reading again
/// what is missing, quarantine. Each phase looks in the record for what is due, so a run that was cut off
/// takes up where it stood.
class day_phases {
public:
    explicit day_phases(live_run& run) : run_{run}, asker_{run} {}

    [[nodiscard]] boost::asio::awaitable<void> go();

private:
    boost::asio::awaitable<void> sweep_and_first_pass();
    boost::asio::awaitable<void> read_and_feed(batch_queue& queue);
    boost::asio::awaitable<void> ask_failed_again();
    boost::asio::awaitable<void> read_once_more(std::vector<std::size_t> places);
    boost::asio::awaitable<void> read_before_confirming();
    boost::asio::awaitable<void> read_those_in_doubt();
    boost::asio::awaitable<void> confirm();
    /// For windows of `questions` that hold nothing known to be returned.
    boost::asio::awaitable<bool> harvest(std::vector<batch_question> const& questions);
    boost::asio::awaitable<void> take_up_left_out();
    boost::asio::awaitable<void> ask_alone();
    boost::asio::awaitable<void> search_later_windows();
    boost::asio::awaitable<void> read_again();
    boost::asio::awaitable<void> quarantine();

    /// Asks what `calls` can reach of them, chosen by the run's seed; the rest is out of quota.
    boost::asio::awaitable<void> ask_all(std::vector<batch_question> questions, std::int64_t calls);
    boost::asio::awaitable<void> ask_chosen(std::vector<batch_question> questions);
    [[nodiscard]] std::vector<boost::asio::awaitable<void>> askers(batch_queue& queue);
    [[nodiscard]] bool can_ask() const {
        return !run_.use.vantages.empty() && !run_.day_over() && !run_.record.is_silent();
    }
    [[nodiscard]] bool comes_first(batch const& what) const;
    void note_what_the_day_did_not_reach();

    live_run& run_;
    batch_asker asker_;
    int round_ = 0;                  // Of confirmations.
    std::set<utc_day> harvested_{};  // Starts of windows.
};

}  // namespace lacuna
