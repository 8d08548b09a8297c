#include "daemon/run/batch_asker.hpp"

#include "daemon/run/call_evidence.hpp"
#include "daemon/run/confirmation.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace lacuna {

namespace asio = boost::asio;

namespace {

constexpr int restarts_most = 2;
constexpr std::size_t harvest_most = 2 * controls_most;  // Not all will be public.
constexpr unsigned unauthorised = 401;
constexpr std::chrono::milliseconds longest_wait = std::chrono::minutes{15};
/// Before midnight nothing more is sent: the platform counts a call on the day on which it arrives, by its
/// own clock.
constexpr std::chrono::seconds on_the_way{5};

/// Before the next try after `failures` of them.
std::chrono::milliseconds wait_after(int failures, std::optional<std::chrono::seconds> told) {
    std::chrono::milliseconds const wait = told ? *told : std::chrono::seconds{failures * failures};
    return std::min(wait, longest_wait);
}

bool too_late(live_run const& run) { return run.use.time.now() >= run.midnight - on_the_way; }

}  // namespace

/// Where the questions about one batch stand.
struct batch_asker::search {
    explicit search(batch_question const& question)
        : asked{question}, items{keys_of(question.what)}, outstanding{items} {}

    batch_question const& asked;
    std::vector<item_key> const items;
    vantage_seat* at = nullptr;
    std::optional<call_id> head{};      // First call of the pages under way.
    std::vector<item_key> outstanding;  // Not returned by these pages so far.
    std::optional<std::int64_t> cursor{};
    std::string search_id{};
    std::size_t pages = 0;
    int failures = 0;
    int restarts = 0;
    bool renewed = false;
    std::optional<probe_failure> unsent{};  // Why nothing could be sent, when nothing was.

    /// From the first page: what earlier pages left out is not absent.
    void begin_again() {
        head.reset();
        outstanding = items;
        cursor.reset();
        search_id.clear();
        pages = 0;
    }
    [[nodiscard]] allowance may_spend() const { return head ? allowance::everything : asked.may_spend; }
};

asio::awaitable<void> batch_asker::serve(batch_queue& queue) {
    while (auto question = co_await queue.next()) co_await ask(std::move(*question));
}

asio::awaitable<void> batch_asker::ask(batch_question question) {
    search now{question};
    try {
        auto const how = co_await settle(now);
        note(now, how);
    } catch (boost::system::system_error const& fault) {
        if (fault.code() == asio::error::operation_aborted) throw;
        spdlog::error("batch lost run={} day={} purpose={} items={} fault={}",
                      static_cast<int>(run_.opened.run), to_string(run_.opened.day),
                      to_string(question.purpose), now.items.size(), fault.what());
    } catch (std::exception const& fault) {
        spdlog::error("batch lost run={} day={} purpose={} items={} fault={}",
                      static_cast<int>(run_.opened.run), to_string(run_.opened.day),
                      to_string(question.purpose), now.items.size(), fault.what());
    }
}

asio::awaitable<batch_asker::ending> batch_asker::settle(search& now) {
    while (true) {
        if (too_late(run_)) co_return ending::no_time;
        if (run_.record.is_silent() && !now.asked.despite_silence) co_return ending::failed;
        if (!now.at) now.at = run_.desk.richest(now.may_spend(), now.asked.vantage);
        if (!now.at) co_return now.unsent || run_.desk.all_refused() ? ending::failed : ending::no_quota;
        if (auto const rest = now.at->resting_until - run_.use.time.now(); rest.count() > 0) {
            co_await run_.pause(rest);
            continue;
        }
        bool const ready = co_await has_token(now);
        if (!ready) {
            if (now.failures >= run_.use.settings.tries) co_return ending::failed;
            continue;
        }
        auto const page = co_await send(now);
        if (!page) continue;
        auto const settled = co_await follow(now, *page);
        if (settled) co_return *settled;
    }
}

/// Without one nothing is charged: nothing was sent to the route that costs.
asio::awaitable<bool> batch_asker::has_token(search& now) {
    auto const failure = co_await now.at->what.probe->ensure_token();
    if (!failure) co_return true;
    now.unsent = failure;
    if (*failure == probe_failure::refused) {
        if (!std::exchange(now.at->refused, true)) {
            spdlog::error("credential refused vantage={}: not asked again in this run", now.at->what.name);
        }
        now.at = nullptr;
        now.begin_again();
        co_return false;
    }
    if (++now.failures < run_.use.settings.tries) co_await run_.pause(wait_after(now.failures, std::nullopt));
    co_return false;
}

/// @return none if no call was left to charge, or the day ended meanwhile.
asio::awaitable<std::optional<tiktok::video_page>> batch_asker::send(search& now) {
    auto const number = co_await run_.desk.charge(*now.at, now.may_spend());
    if (!number) {
        now.at = nullptr;
        now.begin_again();
        co_return std::nullopt;
    }
    if (too_late(run_))
        co_return std::nullopt;  // The ledger was long in coming; the platform counts by its own day.
    auto query = query_of(now.asked.what);
    query.cursor = now.cursor;
    query.search_id = now.search_id;
    auto const sent_at = run_.use.time.now();
    auto page = co_await now.at->what.probe->ask(std::move(query));
    now.unsent.reset();
    co_await keep(now, *number, sent_at, page);
    co_return page;
}

asio::awaitable<void> batch_asker::keep(search& now, call_id number, utc_time sent_at,
                                        tiktok::video_page& page) {
    auto kept = evidence_of(now.asked, page);
    auto metadata = take_metadata(now.asked.what, page);
    kept.call = number;
    kept.continues = now.head;
    kept.sent_at = sent_at;
    kept.vantage = now.at->id;
    if (now.head) {
        kept.items.clear();
        kept.controls.clear();
    }
    if (!page.failure) {
        std::erase_if(now.outstanding, [&](item_key key) {
            return std::ranges::find(kept.returned, key) != kept.returned.end();
        });
        kept.complete = !page.has_more || now.outstanding.empty();
    }
    if (now.asked.purpose == call_purpose::harvest) {
        auto const settled_before = sent_at - run_.use.settings.settle;
        auto found = harvest_of(page, now.asked.what.range, settled_before, harvest_most);
        kept.returned = co_await run_.keep_harvest(std::move(found));
        kept.counts.assign(kept.returned.size(), {});
    }
    for (auto const& seen : metadata) {
        if (seen.created_at) run_.record.learn(seen.item, *seen.created_at);
    }
    auto whole = kept;
    whole.body = std::move(page.body);
    co_await run_.use.store.store_call(run_.opened.run, run_.opened.day, std::move(whole),
                                       std::move(metadata));
    run_.took(kept, now.items, now.at->what.name);
    now.at->silent = run_.record.is_silent(now.at->id);
    run_.desk.heard(*now.at, page.failure == probe_failure::refused);
    if (!page.failure && !now.head) now.head = number;
}

/// @return how the batch ended, none if there is more to ask.
asio::awaitable<std::optional<batch_asker::ending>> batch_asker::follow(search& now,
                                                                        tiktok::video_page const& page) {
    switch (page.then) {
        case tiktok::advice::proceed:
            if (!page.has_more || now.outstanding.empty()) co_return ending::complete;
            if (++now.pages >= run_.use.settings.pages_most) co_return ending::failed;
            now.cursor = page.cursor;
            now.search_id = page.search_id;
            co_return std::nullopt;
        case tiktok::advice::stop_until_midnight:
            co_await run_.desk.exhaust(*now.at);
            now.at = nullptr;
            now.begin_again();
            co_return std::nullopt;
        case tiktok::advice::restart_search:
            if (++now.restarts > restarts_most) co_return ending::failed;
            now.begin_again();
            co_return std::nullopt;
        case tiktok::advice::give_up: co_return ending::failed;
        case tiktok::advice::back_off: break;
    }
    auto again = try_again(now, page);
    co_return co_await std::move(again);
}

asio::awaitable<std::optional<batch_asker::ending>> batch_asker::try_again(search& now,
                                                                           tiktok::video_page const& page) {
    // An expired token is nobody's failure, once.
    if (page.http_status == unauthorised && !std::exchange(now.renewed, true)) co_return std::nullopt;
    if (++now.failures >= run_.use.settings.tries) co_return ending::failed;
    auto const wait = wait_after(now.failures, page.retry_after);
    if (page.failure == probe_failure::rate_limited) {
        now.at->resting_until = std::max(now.at->resting_until, run_.use.time.now() + wait);
    } else {
        co_await run_.pause(wait);
    }
    co_return std::nullopt;
}

void batch_asker::note(search const& now, ending how) {
    for (auto const key : now.items) {
        auto const place = run_.record.place_of(key);
        if (!place) continue;
        auto& item = run_.record.at(*place);
        if (run_.record.is_measured(item)) continue;
        if (how == ending::no_quota) item.out_of_quota = true;
        if (how == ending::no_time) item.out_of_time = true;
        if (how != ending::failed) continue;
        if (now.head) {
            // Answered, but never to the end: more pages than are followed.
            if (item.failed_tries++ == 0) item.last_failure = probe_failure::unreadable;
            continue;
        }
        // No call tells of it: nobody could ask.
        if (now.unsent || run_.desk.all_refused()) {
            ++item.failed_tries;
            item.last_failure = now.unsent.value_or(probe_failure::refused);
        }
    }
    if (how == ending::complete) return;
    spdlog::warn("batch not complete run={} purpose={} items={} returned={} why={}",
                 static_cast<int>(run_.opened.run), to_string(now.asked.purpose), now.items.size(),
                 now.items.size() - now.outstanding.size(),
                 how == ending::failed     ? "failed"
                 : how == ending::no_quota ? "quota"
                                           : "time");
}

}  // namespace lacuna
