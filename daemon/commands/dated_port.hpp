#pragma once

#include "daemon/time/time_source.hpp"
#include "probes/http_port.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace lacuna {

/// Passes questions on, and learns from the Date header of the answers how far our clock is ahead.
class dated_port final : public http_port {
public:
    /// Both outlive this.
    dated_port(http_port& behind, time_source const& clock) : behind_{behind}, clock_{clock} {}

    [[nodiscard]] boost::asio::awaitable<boost::system::result<http_answer, http_failure>> send(
        http_question question) override {
        auto sending = behind_.send(std::move(question));
        auto answer = co_await std::move(sending);
        if (answer.has_value() && answer->date) {
            // Written while the answer was on its way, and cut to the second.
            auto const then = clock_.now() - answer->latency / 2;
            ahead_ = then - (*answer->date + std::chrono::milliseconds{500});
        }
        co_return answer;
    }

    /// By the last answer; negative: behind. None: no answer had a date.
    [[nodiscard]] std::optional<std::chrono::milliseconds> ahead() const noexcept { return ahead_; }

private:
    http_port& behind_;
    time_source const& clock_;
    std::optional<std::chrono::milliseconds> ahead_{};
};

}  // namespace lacuna
