#include "daemon/run/audit.hpp"

#include "daemon/run/day_phases.hpp"
#include "daemon/run/ending.hpp"
#include "daemon/run/live_run.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace lacuna {

namespace asio = boost::asio;

namespace {

/// splitmix64: neighbouring instants give unlike seeds, and a rehearsal repeats itself.
std::int64_t seed_from(utc_time now) {
    auto mixed = static_cast<std::uint64_t>(now.time_since_epoch().count()) + 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<std::int64_t>((mixed ^ (mixed >> 31)) >> 1);
}

/// When the day's first question was asked: all its runs take the age of items then, so that a resumption
/// judges alike.
utc_time first_question(day_observations const& seen, utc_time otherwise) {
    auto first = otherwise;
    for (auto const& block : seen.blocks) first = std::min(first, block.asked_from);
    for (auto const& call : seen.calls) first = std::min(first, call.sent_at);
    return first;
}

class run_of_a_day {
public:
    run_of_a_day(audit::parts& use, utc_day day) : use_{use}, day_{day} {}

    asio::awaitable<run_result> go() {
        co_await close_cut_off_runs();
        auto const now = use_.time.now();
        auto const opened = co_await use_.store.open_run(day_, now, seed_from(now));
        auto record = co_await known(day_, now);
        live_run run{use_, opened, std::move(record)};
        co_await run.desk.open(use_.vantages);
        if (use_.presence) {
            run.presence_vantage =
                co_await use_.store.vantage("tiktok.oembed", use_.settings.presence_vantage);
        }
        spdlog::info("run opened run={} day={} resumed={} items={} read={} measured={}",
                     static_cast<int>(opened.run), to_string(day_), opened.resumed, run.progress.items_due,
                     run.progress.items_read, run.progress.items_measured);
        run.enter("opening");
        day_phases phases{run};
        co_await phases.go();
        run.enter("judging");
        co_await close_brackets(day_ - std::chrono::days{1});
        auto const ending = co_await close(opened, run.record);
        run.enter("ended");
        co_return run_result{.run = opened.run, .ending = ending, .progress = run.progress};
    }

private:
    [[nodiscard]] day_rules rules() const {
        return {.settle = use_.settings.settle,
                .max_age = use_.settings.presence_max_age,
                .presence_off = !use_.presence,
                .compare = use_.settings.compare_vantages};
    }

    /// What a day found absent and could not read public again, its next day's readings may show to have been
    /// public.
    asio::awaitable<void> close_brackets(utc_day day) {
        auto const opened = co_await use_.store.run_with_open_brackets(day);
        if (!opened) co_return;
        auto record = co_await known(day, day + std::chrono::days{1});
        auto const after = co_await use_.store.observations(day + std::chrono::days{1});
        for (auto const& block : after.blocks) record.apply_next_day(block);
        auto verdicts = record.verdicts();
        co_await use_.store.amend_day(*opened, std::move(verdicts));
    }

    asio::awaitable<day_record> known(utc_day day, utc_time now) {
        auto items = co_await use_.store.due_items(day);
        auto const seen = co_await use_.store.observations(day);
        day_record record{std::move(items), day, first_question(seen, now), rules()};
        for (auto const& block : seen.blocks) record.apply(block);
        for (auto const& call : seen.calls) record.apply(call);
        co_return record;
    }

    asio::awaitable<run_ending> close(opened_run opened, day_record const& record) {
        auto const now = use_.time.now();
        auto ending = ending_of(record);
        auto verdicts = record.verdicts();
        auto pasts = record.pasts(ending.api == run_ending::arm::invalid);
        co_await use_.store.close_run(opened, now, ending, std::move(verdicts), std::move(pasts));
        spdlog::info(
            "run ended run={} day={} api_valid={} presence_valid={} due={} measured={} reason=\"{}\"",
            static_cast<int>(opened.run), to_string(opened.day), ending.api == run_ending::arm::valid,
            ending.presence == run_ending::arm::valid, ending.due, ending.measured, ending.void_reason);
        use_.observer.run_ended(opened, ending, now);
        co_return ending;
    }

    asio::awaitable<void> close_cut_off_runs() {
        auto const left_open = co_await use_.store.cut_off_runs(day_);
        for (auto const& opened : left_open) {
            spdlog::warn("run was cut off run={} day={}: judged by what it stored",
                         static_cast<int>(opened.run), to_string(opened.day));
            auto const record = co_await known(opened.day, opened.day + std::chrono::days{1});
            co_await close(opened, record);
        }
    }

    audit::parts& use_;
    utc_day day_;
};

}  // namespace

audit::audit(parts use) : use_{std::move(use)} {}

asio::awaitable<std::optional<run_result>> audit::run_today() {
    bool const ours = co_await use_.store.lock();
    if (!ours) co_return std::nullopt;
    std::optional<run_result> result;
    std::exception_ptr fault;
    try {
        run_of_a_day run{use_, day_of(use_.time.now())};
        result = co_await run.go();
    } catch (std::exception const&) {
        fault = std::current_exception();
    }
    // Given back also when we are being cancelled: out of reach of the signal, and without the check at
    // co_await.
    co_await asio::this_coro::throw_if_cancelled(false);
    auto const executor = co_await asio::this_coro::executor;
    auto out_of_reach = asio::bind_cancellation_slot(asio::cancellation_slot{}, asio::use_awaitable);
    try {
        co_await asio::co_spawn(executor, use_.store.unlock(), std::move(out_of_reach));
    } catch (std::exception const& unlock_fault) {
        spdlog::error("lock not given back fault=\"{}\"", unlock_fault.what());
    }
    co_await asio::this_coro::throw_if_cancelled(true);
    if (fault) std::rethrow_exception(fault);
    co_return result;
}

}  // namespace lacuna
