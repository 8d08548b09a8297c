#pragma once

#include "daemon/store/audience.hpp"
#include "daemon/store/call_filter.hpp"
#include "daemon/store/database.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// A call in a table: how many items, not which. Only items that the audience may see are counted.
struct call_line {
    call_id call{};
    std::optional<call_id> continues{};
    utc_time sent_at{};
    std::chrono::milliseconds latency{0};
    std::string vantage{};
    call_purpose purpose = call_purpose::first_pass;
    std::optional<probe_failure> failure{};
    bool complete = false;
    unsigned http_status = 0;
    std::string error_code{};
    utc_day window_start{}, window_end{};
    std::int64_t asked = 0;
    std::int64_t returned = 0;
    std::int64_t controls = 0;
    char unsound = '-';  ///< Of its batch: 'c' contradicted, 's' silent.
    std::optional<call_id> contradicted_by{};
};

struct call_table_question {
    run_id run{};
    call_filter filter{};
    enum class order { number, latency, purpose, outcome } by = order::number;
    bool descending = false;
    std::int64_t limit = 50;
    std::int64_t offset = 0;
};
struct call_table {
    std::vector<call_line> lines{};
    std::int64_t total = 0;  ///< That fit the filter, all pages.
};

/// What the calls of one purpose came to.
struct purpose_line {
    call_purpose purpose = call_purpose::first_pass;
    std::int64_t calls = 0;
    std::int64_t failed = 0;
    std::int64_t not_believed = 0;
    std::int64_t asked = 0;     ///< Places of items.
    std::int64_t returned = 0;  ///< Places that came back.
    std::chrono::milliseconds median{0};
};
/// From where a run asked, and how often.
struct vantage_line {
    std::string probe{};
    std::string name{};
    std::int64_t asked = 0;  ///< Calls of the API arm, items of the presence arm.
    std::int64_t failed = 0;
    utc_time first{}, last{};
};
struct run_breakdown {
    std::vector<purpose_line> purposes{};  ///< Those that occur, in the order of asking.
    std::vector<vantage_line> vantages{};
};

/// How a run ended when it was judged again, under the rules that are in force for its day.
struct judged_again {
    std::int16_t rule_version = 0;
    std::string api_arm{};
    std::string presence_arm{};
    std::string void_reason{};
};
/// What a run chose by, and which rules its verdicts follow.
struct run_judging {
    std::int64_t seed = 0;          ///< Every random choice of the run follows from it.
    std::int16_t rule_version = 0;  ///< Under which it was judged when it ended.
    std::optional<judged_again> again{};
};

/// Reads what a run is made of. Whether there is such a run for the audience is for the caller to ask.
class run_evidence {
public:
    explicit run_evidence(database& db) : db_{db} {}

    [[nodiscard]] boost::asio::awaitable<call_table> table(call_table_question asked, audience who);
    [[nodiscard]] boost::asio::awaitable<run_breakdown> breakdown(run_id run, audience who);
    [[nodiscard]] boost::asio::awaitable<run_judging> facts(run_id run, audience who);
    /// Whether somebody without a key sees only a part of what is asked.
    [[nodiscard]] boost::asio::awaitable<bool> hides_items();

private:
    database& db_;
};

}  // namespace lacuna
