#include "daemon/api/metrics_feed.hpp"

#include "daemon/store/event_reader.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/stale_event.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <pqxx/except>

namespace lacuna::api {

namespace asio = boost::asio;

asio::awaitable<void> metrics_feed::refresh() {
    try {
        (void)co_await note_stale(from_.db, from_.time.now());
        auto const version = co_await data_version(from_.db);
        into_.show_database(true);
        if (version != shown_version_) {
            auto reading = read_lists();
            co_await std::move(reading);
            shown_version_ = version;
        }
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
    std::vector<list_figures> figures;
    auto const lists = co_await from_.lists.all(audience::everyone);
    for (auto const& list : lists) {
        if (!list.is_public || list.archived) continue;
        auto const newest = co_await from_.rates.newest(list.key, origin_of(list), audience::everyone);
        list_figures one{.slug = list.slug};
        if (newest) {
            one.day = newest->day;
            one.counts = newest->counts;
            bool const rated =
                !list.imported && list.how != selection::chosen_for_being_missing && !newest->api_void;
            if (rated) {
                one.completeness = newest->rate.completeness;
                one.low = newest->rate.low;
                one.high = newest->rate.high;
                one.range_low = newest->rate.range_low;
                one.range_high = newest->rate.range_high;
                one.first_ask = newest->rate.first_ask;
                one.coverage = newest->rate.coverage;
            }
        }
        figures.push_back(std::move(one));
    }
    into_.show_lists(figures);
    event_reader events{from_.db};
    into_.show_events(co_await events.figures());
    auto const last = co_await from_.runs.last_valid(audience::everyone);
    if (last && last->ended_at) into_.show_last_valid_run(*last->ended_at);
}

asio::awaitable<void> metrics_feed::read_quota() {
    auto const lines = co_await from_.runs.quota(day_of(from_.time.now()));
    std::vector<quota_figure> left;
    for (auto const& budget : from_.budgets) {
        quota_figure one{.vantage = budget.name, .remaining = budget.daily_calls};
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
