#include "daemon/run/batch_queue.hpp"

#include <utility>

namespace lacuna {

void batch_queue::push(batch_question question) {
    waiting_.push_back(std::move(question));
    changed_.ring();
}

void batch_queue::close() {
    closed_ = true;
    changed_.ring();
}

boost::asio::awaitable<std::optional<batch_question>> batch_queue::next() {
    while (waiting_.empty() && !closed_) co_await changed_.rung();
    std::optional<batch_question> first;
    if (!waiting_.empty()) {
        first = std::move(waiting_.front());
        waiting_.pop_front();
    }
    co_return first;
}

}  // namespace lacuna
