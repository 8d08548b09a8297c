#include "daemon/commands/progress_bar.hpp"

#include "daemon/time/utc.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace lacuna {

std::string progress_line(run_progress const& progress, std::size_t width) {
    // Both arms count: half of the way is reading, half is asking.
    auto const whole = std::max<std::int64_t>(1, progress.items_due * 2);
    auto const done = std::clamp<std::int64_t>(progress.items_read + progress.items_measured, 0, whole);
    auto const filled = width * static_cast<std::size_t>(done) / static_cast<std::size_t>(whole);
    return fmt::format("{} [{}{}] {:3d} %  {} of {} items read, {} measured, {} calls, {} left of the quota",
                       to_string(progress.day), std::string(filled, '='), std::string(width - filled, ' '),
                       100 * done / whole, progress.items_read, progress.items_due, progress.items_measured,
                       progress.calls, progress.quota_left);
}

progress_bar::progress_bar(std::FILE* out) : out_{out}, terminal_{::isatty(::fileno(out)) != 0} {}

void progress_bar::progressed(run_progress const& progress) {
    using namespace std::chrono_literals;
    auto const now = std::chrono::steady_clock::now();
    bool const new_phase = progress.phase != phase_;
    if (now - drawn_ < (terminal_ ? 100ms : 10s) && !(new_phase && terminal_)) return;
    drawn_ = now;
    phase_ = progress.phase;
    draw(prefix_ + progress_line(progress, 24) + "  " + std::string{progress.phase});
}

void progress_bar::run_ended(opened_run const& run, run_ending const& ending, utc_time) {
    auto const valid = ending.api == run_ending::arm::valid;
    draw(prefix_ + fmt::format("{}: {} of {} items measured; the API arm is {}{}", to_string(run.day),
                               ending.measured, ending.due,
                               valid ? "valid" : "void: ", valid ? "" : ending.void_reason));
    if (terminal_) std::fputc('\n', out_);
    std::fflush(out_);
}

void progress_bar::draw(std::string const& line) {
    std::fprintf(out_, terminal_ ? "\r\033[K%s" : "%s\n", line.c_str());
    std::fflush(out_);
}

}  // namespace lacuna
