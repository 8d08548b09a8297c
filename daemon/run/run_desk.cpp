#include "daemon/run/run_desk.hpp"

#include <utility>

namespace lacuna {

run_desk::run_desk(boost::asio::any_io_executor executor, run_observer& next)
    : next_{next}, requests_{std::move(executor)} {}

run_desk::answer run_desk::request_run() {
    if (running_) return answer::already_running;
    requested_ = true;
    requests_.ring();
    return answer::accepted;
}

void run_desk::begin() {
    requested_ = false;
    running_ = true;
}

void run_desk::end() {
    running_ = false;
    progress_.reset();
}

void run_desk::call_stored(call_record const& call, std::string_view vantage) {
    next_.call_stored(call, vantage);
}

void run_desk::block_stored(presence_block const& block) { next_.block_stored(block); }

void run_desk::progressed(run_progress const& progress) {
    if (running_) progress_ = progress;
    next_.progressed(progress);
}

void run_desk::run_ended(opened_run const& run, run_ending const& ending, utc_time now) {
    next_.run_ended(run, ending, now);
}

}  // namespace lacuna
