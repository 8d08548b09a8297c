#include "daemon/api/progress_stream.hpp"

#include "daemon/api/json_writer.hpp"
#include "daemon/store/run_evidence.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

/// Lists become private while a run is under way; a look now and then is enough for what is a sum anyway.
constexpr int events_a_look = 10;

std::string event_of(run_progress const& now, bool all_numbers) {
    json_writer out;
    out.begin_object().member("run", static_cast<std::int64_t>(now.run)).member("day", to_string(now.day));
    out.member("phase", now.phase).member("words", phase_words(now.phase));
    out.member("percent_read", percent_of(now.items_read, now.items_due));
    out.member("percent_measured", percent_of(now.items_measured, now.items_due));
    if (all_numbers) {
        out.member("items_due", now.items_due).member("items_read", now.items_read);
        out.member("items_measured", now.items_measured).member("calls", now.calls);
        out.member("calls_expected", now.calls_expected).member("quota_left", now.quota_left);
    }
    out.end_object();
    return "event: progress\ndata: " + out.take() + "\n\n";
}

}  // namespace

std::string_view phase_words(std::string_view phase) noexcept {
    if (phase == "opening") return "looking up what is due";
    if (phase == "sweep") return "reading the public pages, and asking the API for what is public";
    if (phase == "asking_again") return "asking again where calls failed";
    if (phase == "reading_again") return "reading again what the API left out";
    if (phase == "confirmation") return "asking again for what was left out";
    if (phase == "asking_alone") return "asking for findings alone";
    if (phase == "later_windows") return "looking in later windows";
    if (phase == "quarantine") return "asking for what is not public";
    if (phase == "judging") return "judging";
    return phase == "ended" ? "ended" : "at work";
}

std::int64_t percent_of(std::int64_t part, std::int64_t whole) noexcept {
    return whole <= 0 ? 0 : std::clamp<std::int64_t>(100 * part / whole, 0, 100);
}

asio::awaitable<void> stream_progress(rest_sources const& from, run_id run, audience who, body_sink give) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    bool all_numbers = who.sees_all();
    for (int told = 0;; ++told) {
        if (!who.sees_all() && told % events_a_look == 0) {
            run_evidence reader{from.db};
            bool const hiding = co_await reader.hides_items();
            all_numbers = !hiding;
        }
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
