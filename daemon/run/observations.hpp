#pragma once

#include "daemon/run/item_past.hpp"
#include "daemon/run/numbers.hpp"
#include "daemon/time/utc.hpp"
#include "daemon/verdict/judge.hpp"
#include "daemon/watchlist/item.hpp"
#include "probes/failure.hpp"
#include "probes/sha256.hpp"
#include "probes/tiktok/research_probe.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// An item that a day's audit is about: on at least one list that is neither archived nor imported.
struct due_item {
    item_key key{};
    std::int64_t platform_id = 0;
    std::optional<creation> created{};  ///< None: unplannable by id.
    bool left_out_yesterday = false;    ///< Not measured by budget or time: first in turn today.
    /// A quarantine call of the last 6 days left it out and its presence was the same as then: not asked
    /// again before a week is over.
    std::optional<call_id> quarantined_by{};
    bool name_known = false;  ///< A username is stored already: blocks need not bring it again.
    scope_state scope = scope_state::not_known;  ///< By the rules in force that day.
    std::uint32_t creator = 0;                   ///< The same for items of one creator; 0: not known.
    item_past past{};
    bool control_only = false;  ///< On no list: it only tests calls, and is not judged.
};

enum class block_purpose : std::int16_t { sweep = 1, read_again = 2 };

/// Up to 100 items asked one by one by the presence arm; a row of `presence_block`.
struct presence_block {
    block_id block{};
    utc_time asked_from{};
    utc_time asked_until{};
    vantage_id vantage{};
    block_purpose purpose = block_purpose::sweep;
    std::vector<item_key> items{};
    /// As stored: 'p' public, 'n' not public, 's' shell, else a failure's letter (sql/0002).
    std::vector<char> readings{};
    std::vector<std::int16_t> milliseconds{};
    std::vector<std::int64_t> hashes{};
    // Asked before the first and after the last of the items; a reading of 0: not asked.
    item_key live_control{};  ///< An item that was public when it was last read.
    char live_reading = 0;
    std::int64_t invented_id = 0;  ///< A platform id that nobody has.
    char invented_reading = 0;
};
[[nodiscard]] char letter_of(probe_failure failure) noexcept;

enum class call_purpose : std::int16_t {
    first_pass = 1,
    confirmation = 2,
    alone = 3,
    quarantine = 4,
    harvest = 5
};
[[nodiscard]] std::string_view to_string(call_purpose purpose) noexcept;

/// One request of the API arm that was sent; a row of `call`.
struct call_record {
    call_id call{};
    std::optional<call_id> continues{};  ///< A further page: the batch's first call.
    utc_time sent_at{};
    std::chrono::milliseconds latency{0};
    vantage_id vantage{};
    call_purpose purpose = call_purpose::first_pass;
    std::optional<probe_failure> failure{};
    bool complete = false;  ///< Answered and nothing more to page: what the batch's pages left out is absent.
    unsigned http_status = 0;
    utc_day window_start{};
    utc_day window_end{};
    std::string error_code{};
    std::string log_id{};
    std::vector<item_key> items{};              ///< Only on a batch's first call.
    std::vector<item_key> controls{};           ///< The subset of items that tests the call.
    std::vector<item_key> returned{};           ///< Items of the batch, each once.
    std::vector<tiktok::five_counts> counts{};  ///< In the order of `returned`.
    sha256_digest request_sha256{};
    std::optional<sha256_digest> response_sha256{};
    std::string body{};  ///< As received; stored compressed. Empty when read back.
};

/// What a returned item said beside its counts.
struct seen_metadata {
    item_key item{};
    std::string canonical{};  ///< JSON with sorted keys, free of U+0000.
    std::string username{};
    std::string region{};
    std::optional<std::chrono::sys_seconds> created_at{};
};

/// One row of `verdict`.
struct verdict_row {
    item_key item{};
    judgement judged{};
    std::optional<call_id> decided_by{};
    std::optional<call_id> confirmed_by{};
    std::optional<block_id> presence_before{};
    std::optional<block_id> presence_after{};
    std::optional<bool> first_ask{};
};

}  // namespace lacuna
