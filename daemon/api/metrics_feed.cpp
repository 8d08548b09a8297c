#include "daemon/api/metrics_feed.hpp"

#include "daemon/store/event_reader.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/operating_reader.hpp"
#include "daemon/store/stale_event.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <pqxx/except>

#include <algorithm>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

run_ending::arm arm_of(std::string const& word) {
    if (word == "valid") return run_ending::arm::valid;
    return word == "void" ? run_ending::arm::invalid : run_ending::arm::off;
}

list_figures figures_of(watchlist const& list, std::optional<list_day> const& newest) {
    list_figures one{.slug = list.slug};
    if (!newest) return one;
    one.day = newest->day;
    one.counts = newest->counts;
    if (list.imported || list.how == selection::chosen_for_being_missing) return one;
    auto const& rate = newest->rate;
    one.completeness = rate.completeness;
    one.low = rate.low;
    one.high = rate.high;
    one.range_low = rate.range_low;
    one.range_high = rate.range_high;
    one.first_ask = rate.first_ask;
    one.coverage = rate.coverage;
    one.compared = rate.pair_items;
    one.retrievable_before = rate.pair_then;
    one.retrievable_now = rate.pair_now;
    return one;
}

}  // namespace

asio::awaitable<void> metrics_feed::refresh() {
    try {
        (void)co_await note_stale(from_.db, from_.time.now());
        auto const version = co_await data_version(from_.db);
        into_.show_database(true);
        if (version != shown_version_) {
            auto reading = read_lists();
            co_await std::move(reading);
            auto reading_runs = read_runs();
            co_await std::move(reading_runs);
            shown_version_ = version;
        }
        auto reading_partitions = read_partitions();
        co_await std::move(reading_partitions);
        auto reading_quota = read_quota();
        co_await std::move(reading_quota);
        failing_ = false;
    } catch (pqxx::failure const&) {
        into_.show_database(false);
    } catch (boost::system::system_error const& stopped) {
        if (stopped.code() == asio::error::operation_aborted) throw;
        note_fault(stopped);
    } catch (std::exception const& fault) {
        note_fault(fault);
    }
}

void metrics_feed::note_fault(std::exception const& fault) {
    if (!failing_) spdlog::error("metrics not brought up to date fault=\"{}\"", fault.what());
    failing_ = true;
}

asio::awaitable<void> metrics_feed::read_lists() {
    operating_reader operating{from_.db};
    auto const gaps = co_await operating.not_measured();
    std::vector<list_figures> figures;
    auto const lists = co_await from_.lists.all(audience::everyone);
    for (auto const& list : lists) {
        if (!list.is_public || list.archived) continue;
        // Not a void day: what it did not measure would look like a fall, and hide one that stands.
        std::optional<list_day> newest;
        if (list.imported)
            newest = co_await from_.rates.newest(list.key, verdict_origin::imported, audience::everyone);
        else
            newest = co_await from_.rates.newest_sound(list.key, audience::everyone);
        auto const gap = gaps.find(list.key);
        figures.push_back(figures_of(list, newest));
        if (gap != gaps.end()) figures.back().not_measured = gap->second;
    }
    into_.show_lists(figures);
    event_reader events{from_.db};
    into_.show_events(co_await events.figures());
}

asio::awaitable<void> metrics_feed::read_runs() {
    constexpr std::int64_t under_way_and_last = 2;
    auto const last_valid = co_await from_.runs.last_valid(audience::everyone);
    if (last_valid && last_valid->ended_at) into_.show_last_valid_run(*last_valid->ended_at);
    auto const runs = co_await from_.runs.runs(std::nullopt, under_way_and_last, audience::everyone);
    auto const last =
        std::ranges::find_if(runs, [](run_summary const& run) { return run.ended_at.has_value(); });
    if (last == runs.end()) co_return;
    into_.show_last_run({.api = arm_of(last->api_arm),
                         .presence = arm_of(last->presence_arm),
                         .started_at = last->started_at,
                         .ended_at = *last->ended_at});
}

asio::awaitable<void> metrics_feed::read_partitions() {
    operating_reader operating{from_.db};
    auto const end = co_await operating.partitions_end(day_of(from_.time.now()));
    if (end) into_.show_partitions_end(*end);
}

asio::awaitable<void> metrics_feed::read_quota() {
    auto const lines = co_await from_.runs.quota(day_of(from_.time.now()));
    std::vector<quota_figure> left;
    for (auto const& budget : from_.budgets) {
        quota_figure one{
            .vantage = budget.name, .remaining = budget.daily_calls, .daily = budget.daily_calls};
        for (auto const& line : lines) {
            if (line.vantage == budget.name)
                one.remaining = std::max<std::int64_t>(0, budget.daily_calls - line.spent);
        }
        left.push_back(std::move(one));
    }
    into_.show_quota(left);
}

asio::awaitable<void> metrics_feed::keep_fresh() {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
        auto refreshing = refresh();
        co_await std::move(refreshing);
        timer.expires_after(std::chrono::seconds{10});
        co_await timer.async_wait(asio::use_awaitable);
    }
}

}  // namespace lacuna::api
