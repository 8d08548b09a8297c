#pragma once

#include "daemon/api/quota_report.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/event_reader.hpp"
#include "daemon/store/status_reader.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace lacuna::api {

/// "Is it me or them?": how both endpoints answered lately, and how we did.

/// On whose side something showed. It says where, not why.
enum class trouble {
    answers_failed,    ///< Of the questions to the endpoint one in a hundred or more got no usable answer.
    contradicted,      ///< API: answers left out what later ones returned.
    silent,            ///< API: many answers in a row held nothing.
    controls_failed,   ///< One in ten or more of what tests the endpoint said the wrong thing.
    refused,           ///< Ours: our credential or question was not accepted.
    both_unreachable,  ///< Ours: both endpoints could not be reached in one and the same hour.
    quota_spent,       ///< Ours: a vantage has no call left today.
    no_valid_run,      ///< Ours: none has ended for 26 hours.
};
[[nodiscard]] std::string_view name_of(trouble what) noexcept;

struct side_report {
    enum class state { nothing_asked, fine, some, much };
    state is = state::nothing_asked;
    std::vector<trouble> because{};  ///< Each once; empty where it is fine.
};
[[nodiscard]] std::string_view name_of(side_report::state state) noexcept;

struct status_report {
    utc_time since{}, until{};
    std::vector<endpoint_status> endpoints{};
    std::vector<quota_left> quota{};  ///< Of the day of `until`.
    std::optional<run_summary> last_valid{};
    /// Of whole runs: open, or of these days.
    std::vector<shown_event> events{};
    side_report api{}, presence{}, ours{};

    /// Of all vantages of one arm.
    [[nodiscard]] asked_tally sum(endpoint_status::arm side) const;
};

inline constexpr std::chrono::hours status_span{48};

/// Fills in the three sides from the rest.
void assess(status_report& report);

/// The 48 hours before now, or before the end of the day that `who` asks for.
[[nodiscard]] boost::asio::awaitable<status_report> gather_status(rest_sources const& from, audience who);

[[nodiscard]] std::vector<route> status_routes(rest_sources const& from);

}  // namespace lacuna::api
