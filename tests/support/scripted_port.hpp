#pragma once

#include "probes/http_port.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace lacuna::test {

/// An endpoint without a network: answers from a script, in order, and remembers what it was asked.
class scripted_port final : public http_port {
public:
    using answer = boost::system::result<http_answer, http_failure>;

    /// Answers not before `release` if it is held.
    boost::asio::awaitable<answer> send(http_question question) override {
        asked.push_back(std::move(question));
        while (held) {
            boost::asio::steady_timer pause{co_await boost::asio::this_coro::executor,
                                            std::chrono::milliseconds{1}};
            co_await pause.async_wait(boost::asio::use_awaitable);
        }
        if (script.empty()) co_return http_failure{probe_failure::unreachable, {}};
        auto next = std::move(script.front());
        script.pop_front();
        co_return next;
    }

    void will_answer(unsigned status, std::string body,
                     std::optional<std::chrono::seconds> retry_after = {}) {
        http_answer next{.status = status, .body = std::move(body), .retry_after = retry_after};
        next.latency = std::chrono::milliseconds{7};
        script.emplace_back(std::move(next));
    }
    void will_fail(probe_failure why) {
        script.emplace_back(http_failure{why, std::chrono::milliseconds{9}});
    }

    std::deque<answer> script{};
    std::vector<http_question> asked{};
    bool held = false;
};

}  // namespace lacuna::test
