#pragma once

#include "daemon/run/audit.hpp"
#include "daemon/run/batch_queue.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

/// A vantage of the API arm during one run.
struct vantage_seat {
    api_vantage what{};
    vantage_id id{};
    std::int64_t spent = 0;  ///< Of the day's calls, as the ledger has it.
    bool exhausted = false;  ///< The platform said so.
    bool refused = false;    ///< Its credential is not accepted: not asked again in this run.
    bool silent = false;     ///< Its last answers were silence: the others are asked first.
    int refusals_in_a_row = 0;
    utc_time resting_until{};  ///< Rate-limited until then.
};

/// Which vantage asks next, and what they have left to spend today. One thread only.
class vantage_desk {
public:
    vantage_desk(audit_store& store, utc_day day) : store_{store}, day_{day} {}

    /// Reads from the ledger what was spent already.
    [[nodiscard]] boost::asio::awaitable<void> open(std::vector<api_vantage> vantages);

    /// The vantage with most left; null if none has anything left to spend.
    /// @param name only that one may be; empty: any.
    [[nodiscard]] vantage_seat* richest(allowance what, std::string_view name = {});
    [[nodiscard]] std::vector<std::string> names() const;
    /// Calls that every vantage has left, where each repeats the others' calls.
    [[nodiscard]] std::int64_t left_of_each(allowance what) const;
    /// Calls left over all vantages.
    [[nodiscard]] std::int64_t left(allowance what) const;
    /// Whether it is not for want of calls that nobody can ask: no vantage, or every credential with calls
    /// left refused.
    [[nodiscard]] bool all_refused() const;

    /// Charges one call to `seat` before it is sent. @return none if nothing was left after all.
    [[nodiscard]] boost::asio::awaitable<std::optional<call_id>> charge(vantage_seat& seat, allowance what);
    /// The platform says that the day's quota is gone.
    [[nodiscard]] boost::asio::awaitable<void> exhaust(vantage_seat& seat);
    /// Counts refused answers: five in a row, and the vantage is out for this run.
    void heard(vantage_seat& seat, bool refused);

private:
    [[nodiscard]] static std::int64_t limit(vantage_seat const& seat, allowance what);
    [[nodiscard]] static std::int64_t left_of(vantage_seat const& seat, allowance what);

    audit_store& store_;
    utc_day day_;
    std::deque<vantage_seat> seats_{};  // A deque: seats are referred to.
};

}  // namespace lacuna
