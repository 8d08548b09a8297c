#include "daemon/run/vantage_desk.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace lacuna {

namespace asio = boost::asio;

namespace {

constexpr int refusals_most = 5;

}  // namespace

asio::awaitable<void> vantage_desk::open(std::vector<api_vantage> vantages) {
    for (auto& vantage : vantages) {
        vantage_seat seat{.what = vantage};
        seat.id = co_await store_.vantage("tiktok.research", vantage.name);
        seat.spent = co_await store_.quota_spent(seat.id, day_);
        seats_.push_back(std::move(seat));
    }
}

std::int64_t vantage_desk::limit(vantage_seat const& seat, allowance what) {
    auto const kept = what == allowance::everything ? 0 : seat.what.reserve_calls;
    return std::max<std::int64_t>(seat.what.daily_calls - kept, 0);
}

std::int64_t vantage_desk::left_of(vantage_seat const& seat, allowance what) {
    if (seat.exhausted || seat.refused) return 0;
    return std::max<std::int64_t>(limit(seat, what) - seat.spent, 0);
}

std::vector<std::string> vantage_desk::names() const {
    std::vector<std::string> names;
    for (auto const& seat : seats_) names.push_back(seat.what.name);
    return names;
}

std::int64_t vantage_desk::left_of_each(allowance what) const {
    std::optional<std::int64_t> least;
    for (auto const& seat : seats_)
        least = std::min(least.value_or(left_of(seat, what)), left_of(seat, what));
    return least.value_or(0);
}

vantage_seat* vantage_desk::richest(allowance what, std::string_view name) {
    vantage_seat* best = nullptr;
    for (auto& seat : seats_) {
        if ((!name.empty() && seat.what.name != name) || left_of(seat, what) == 0) continue;
        if (best && (seat.silent != best->silent ? seat.silent : left_of(seat, what) <= left_of(*best, what)))
            continue;
        best = &seat;
    }
    return best;
}

std::int64_t vantage_desk::left(allowance what) const {
    std::int64_t sum = 0;
    for (auto const& seat : seats_) sum += left_of(seat, what);
    return sum;
}

bool vantage_desk::all_refused() const {
    return !seats_.empty() && std::ranges::all_of(seats_, [](auto const& seat) { return seat.refused; });
}

asio::awaitable<std::optional<call_id>> vantage_desk::charge(vantage_seat& seat, allowance what) {
    auto const most = limit(seat, what);
    // Counted before the ledger answers, so that coroutines side by side do not all see the last call as
    // free.
    ++seat.spent;
    auto const number = co_await store_.charge(seat.id, day_, most);
    if (!number) seat.spent = std::max(seat.spent, most);
    co_return number;
}

asio::awaitable<void> vantage_desk::exhaust(vantage_seat& seat) {
    if (!std::exchange(seat.exhausted, true)) {
        spdlog::warn("quota exhausted vantage={} spent={} of={}", seat.what.name, seat.spent,
                     seat.what.daily_calls);
    }
    co_await store_.exhaust(seat.id, day_, seat.what.daily_calls);
}

void vantage_desk::heard(vantage_seat& seat, bool refused) {
    seat.refusals_in_a_row = refused ? seat.refusals_in_a_row + 1 : 0;
    if (seat.refusals_in_a_row < refusals_most || std::exchange(seat.refused, true)) return;
    spdlog::error("vantage refused vantage={} answers_in_a_row={}: not asked again in this run",
                  seat.what.name, refusals_most);
}

}  // namespace lacuna
