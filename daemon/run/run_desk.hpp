#pragma once

#include "daemon/run/bell.hpp"
#include "daemon/run/run_observer.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <optional>
#include <utility>

namespace lacuna {

/// Between those who ask for a run or for how far it is (POST /api/v1/runs, /runs/{id}/progress) and the loop
/// that runs. Give it to the audit as its observer: it passes everything on to `next`. One thread only.
class run_desk final : public run_observer {
public:
    enum class answer { accepted, already_running };

    /// @param next told all that the desk is told; must outlive it.
    run_desk(boost::asio::any_io_executor executor, run_observer& next);

    /// Asks for a run now. Accepted once, however often it is asked before that run begins.
    answer request_run();
    [[nodiscard]] bool is_running() const noexcept { return running_; }
    /// Of the run under way; none between runs.
    [[nodiscard]] std::optional<run_progress> const& progress() const noexcept { return progress_; }

    // For the loop.
    [[nodiscard]] bool requested() const noexcept { return requested_; }
    /// @return whether a run was requested since this was last asked.
    bool take_request() noexcept { return std::exchange(requested_, false); }
    /// Rings when a run is requested.
    [[nodiscard]] bell& requests() noexcept { return requests_; }
    /// A run begins: what was requested is on its way.
    void begin();
    void end();

    void call_stored(call_record const& call, std::string_view vantage) override;
    void block_stored(presence_block const& block) override;
    void progressed(run_progress const& progress) override;
    void run_ended(opened_run const& run, run_ending const& ending, utc_time now) override;

private:
    run_observer& next_;
    bell requests_;
    bool requested_ = false;
    bool running_ = false;
    std::optional<run_progress> progress_{};
};

}  // namespace lacuna
