#pragma once

#include "daemon/plan/batch.hpp"
#include "daemon/run/bell.hpp"
#include "daemon/run/observations.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// How much of a day's budget a question may touch.
enum class allowance { all_but_reserve, everything };

/// A batch with what it is asked for.
struct batch_question {
    batch what{};
    std::vector<item_key> controls{};  ///< The subset of its items that tests the call.
    call_purpose purpose = call_purpose::first_pass;
    allowance may_spend = allowance::all_but_reserve;
    bool despite_silence = false;  ///< Asked to hear whether the API speaks again.
    std::string vantage{};         ///< Asked from this one only; empty: from whichever has most left.
};

/// Batches on their way from whoever packs them to those who ask. One thread only.
class batch_queue {
public:
    explicit batch_queue(boost::asio::any_io_executor executor) : changed_{std::move(executor)} {}

    void push(batch_question question);
    /// Nothing more will come.
    void close();
    /// The next one, in order; none when the queue is closed and empty.
    [[nodiscard]] boost::asio::awaitable<std::optional<batch_question>> next();

private:
    std::deque<batch_question> waiting_{};
    bool closed_ = false;
    bell changed_;
};

}  // namespace lacuna
