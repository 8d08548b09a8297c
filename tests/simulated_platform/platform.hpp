#pragma once

#include "tests/simulated_platform/access.hpp"
#include "tests/simulated_platform/exchange.hpp"
#include "tests/simulated_platform/fault_plan.hpp"
#include "tests/simulated_platform/population.hpp"
#include "tests/simulated_platform/scenario.hpp"
#include "tests/simulated_platform/simulated_clock.hpp"
#include "tests/simulated_platform/statistics.hpp"
#include "tests/simulated_platform/video_search.hpp"

#include <string>
#include <string_view>

namespace lacuna::simulated {

/// The whole platform without its sockets: a request in, an answer out. One thread.
class platform {
public:
    /// @param end_day what numbers mean where "faults" are replaced while it runs
    platform(scenario from, sys_days end_day);
    platform(platform const&) = delete;
    platform& operator=(platform const&) = delete;

    /// Answers anything, also what makes no sense.
    [[nodiscard]] answer handle(request const& asked);

    [[nodiscard]] simulated_clock& clock() { return clock_; }
    [[nodiscard]] population const& videos() const { return videos_; }

private:
    [[nodiscard]] answer answer_token(request const& asked);
    [[nodiscard]] answer answer_video_query(request const& asked);
    [[nodiscard]] answer answer_user_info(request const& asked);
    [[nodiscard]] answer answer_oembed(request const& asked);
    [[nodiscard]] answer answer_control(request const& asked);
    [[nodiscard]] answer set_clock(std::string_view body);
    [[nodiscard]] answer truth(std::string_view query);

    /// Token, quota and the faults that strike before a question is looked at.
    /// @return whether the call goes on; if not, `out` is its answer
    [[nodiscard]] bool admitted(request const& asked, occasion const& when, std::int64_t& number,
                                answer& out);
    [[nodiscard]] bool failed(occasion const& when, answer& out);
    [[nodiscard]] bool silent(video_query const& query, occasion const& when, std::int64_t number) const;
    [[nodiscard]] answer error(occasion const& when, unsigned status, std::string_view code,
                               std::string_view message);
    /// "…","error":{"code":"ok",…}: how every good answer ends.
    [[nodiscard]] std::string log_id(occasion const& when) const;
    void finish(answer& out, occasion const& when, std::string_view outcome);

    scenario scenario_;
    sys_days end_day_;
    simulated_clock clock_{};
    population videos_;
    fault_plan faults_;
    access access_;
    video_search search_;
    statistics statistics_{};
    attempt_counter attempts_{};
};

/// The truth of a moment as CSV: video_id,public,in_api,state.
[[nodiscard]] std::string truth_csv(population const& videos, sys_seconds when);
/// A watchlist of all videos that exist by then, with these columns: video_id, username, region, created_at.
[[nodiscard]] std::string watchlist_csv(population const& videos, std::string_view columns, sys_seconds by);

}  // namespace lacuna::simulated
