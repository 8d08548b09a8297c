#pragma once

#include "daemon/run/run_observer.hpp"

#include <chrono>
#include <cstdio>
#include <string>

namespace lacuna {

/// Shows a run on the command line: a bar that is redrawn on a terminal, a plain line a phase and every ten
/// seconds elsewhere.
class progress_bar final : public run_observer {
public:
    /// @param out stderr, as a rule: standard output is for results.
    /// @param prefix put before each line, "day 12 of 60  ".
    explicit progress_bar(std::FILE* out);

    void begin(std::string prefix) { prefix_ = std::move(prefix); }

    void call_stored(call_record const&, std::string_view) override {}
    void block_stored(presence_block const&) override {}
    void progressed(run_progress const& progress) override;
    void run_ended(opened_run const& run, run_ending const& ending, utc_time now) override;

private:
    void draw(std::string const& line);

    std::FILE* out_;
    bool terminal_;
    std::string prefix_{};
    std::string_view phase_{};
    std::chrono::steady_clock::time_point drawn_{};
};

/// The bar's one line: phase, share done, items, calls, quota left. Pure.
[[nodiscard]] std::string progress_line(run_progress const& progress, std::size_t width);

}  // namespace lacuna
