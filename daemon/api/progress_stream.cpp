#include "daemon/api/progress_stream.hpp"

#include "daemon/api/json_writer.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

std::int64_t percent(std::int64_t part, std::int64_t whole) {
    return whole <= 0 ? 0 : std::min<std::int64_t>(100, 100 * part / whole);
}

std::string event_of(run_progress const& now, bool all_numbers) {
    json_writer out;
    out.begin_object().member("run", static_cast<std::int64_t>(now.run)).member("day", to_string(now.day));
    out.member("phase", now.phase);
    out.member("percent_read", percent(now.items_read, now.items_due));
    out.member("percent_measured", percent(now.items_measured, now.items_due));
    if (all_numbers) {
        out.member("items_due", now.items_due).member("items_read", now.items_read);
        out.member("items_measured", now.items_measured).member("calls", now.calls);
        out.member("calls_expected", now.calls_expected).member("quota_left", now.quota_left);
    }
    out.end_object();
    return "event: progress\ndata: " + out.take() + "\n\n";
}

struct counted {
    explicit counted(std::shared_ptr<int> of) : streams{std::move(of)} { ++*streams; }
    ~counted() { --*streams; }
    counted(counted const&) = delete;
    counted& operator=(counted const&) = delete;
    std::shared_ptr<int> streams;
};

}  // namespace

asio::awaitable<void> stream_progress(rest_sources const& from, std::shared_ptr<int> streams, run_id run,
                                      bool all_numbers, body_sink give) {
    counted const me{std::move(streams)};
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
        auto const under_way = from.desk == nullptr ? std::optional<run_progress>{} : from.desk->progress();
        if (under_way && under_way->run == run) {
            auto giving = give(event_of(*under_way, all_numbers));
            co_await std::move(giving);
        } else {
            // Not ours: ended, or another process is at it.
            auto const known = co_await from.runs.run(run, audience::everyone);
            if (!known || known->ended_at) break;
            auto giving = give(std::string{"event: progress\ndata: {\"run\":"} +
                               std::to_string(static_cast<int>(run)) + ",\"phase\":\"elsewhere\"}\n\n");
            co_await std::move(giving);
        }
        timer.expires_after(from.progress_interval);
        co_await timer.async_wait(asio::use_awaitable);
    }
    auto giving =
        give(std::string{"event: end\ndata: {\"run\":"} + std::to_string(static_cast<int>(run)) + "}\n\n");
    co_await std::move(giving);
}

}  // namespace lacuna::api
