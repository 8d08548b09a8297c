#include "daemon/api/quota_report.hpp"

#include <algorithm>

namespace lacuna::api {

boost::asio::awaitable<std::vector<quota_left>> quota_on(rest_sources const& from, utc_day day) {
    std::vector<quota_left> found;
    auto const lines = co_await from.runs.quota(day);
    for (auto const& line : lines) {
        quota_left one{.spent = line};
        auto const budget = std::ranges::find(from.budgets, line.vantage, &vantage_budget::name);
        if (budget != from.budgets.end()) {
            one.daily_calls = budget->daily_calls;
            one.left = std::max<std::int64_t>(0, budget->daily_calls - line.spent);
        }
        found.push_back(std::move(one));
    }
    co_return found;
}

}  // namespace lacuna::api
