#pragma once

#include "tests/simulated_platform/calendar.hpp"

#include <chrono>

namespace lacuna::simulated {

/// The platform's own UTC clock: real time, or what it was last set to and the real time that has passed
/// since.
class simulated_clock {
public:
    simulated_clock() = default;
    simulated_clock(sys_seconds start, bool runs) { set(start, runs); }

    [[nodiscard]] sys_seconds now() const {
        using namespace std::chrono;
        if (!is_set_) return floor<seconds>(system_clock::now());
        return runs_ ? base_ + floor<seconds>(steady_clock::now() - set_at_) : base_;
    }
    void set(sys_seconds now, bool runs) {
        base_ = now;
        set_at_ = std::chrono::steady_clock::now();
        is_set_ = true;
        runs_ = runs;
    }
    [[nodiscard]] bool runs() const { return runs_; }

private:
    sys_seconds base_{};
    std::chrono::steady_clock::time_point set_at_{};
    bool is_set_ = false;
    bool runs_ = true;
};

}  // namespace lacuna::simulated
