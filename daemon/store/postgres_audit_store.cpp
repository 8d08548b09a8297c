#include "daemon/store/postgres_audit_store.hpp"

#include "daemon/store/call_rows.hpp"
#include "daemon/store/observation_rows.hpp"
#include "daemon/store/run_closing.hpp"
#include "daemon/store/run_lock.hpp"
#include "daemon/store/run_queries.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <functional>

namespace lacuna {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

/// Block numbers drawn at a time.
constexpr int numbers_drawn = 50;
constexpr auto query_canceled = "57014";

class postgres_audit_store final : public audit_store {
public:
    postgres_audit_store(database& db, std::chrono::milliseconds patience)
        : db_{db}, lock_{db}, patience_{patience} {}

    awaitable<bool> lock() override;
    awaitable<void> unlock() override;
    awaitable<vantage_id> vantage(std::string probe, std::string name) override;
    awaitable<std::vector<opened_run>> cut_off_runs(utc_day day) override;
    awaitable<opened_run> open_run(utc_day day, utc_time now, std::int64_t seed) override;
    awaitable<std::vector<due_item>> due_items(utc_day day) override;
    awaitable<day_observations> observations(utc_day day) override;
    awaitable<std::int64_t> quota_spent(vantage_id vantage, utc_day day) override;
    awaitable<std::optional<call_id>> charge(vantage_id vantage, utc_day day,
                                             std::int64_t daily_calls) override;
    awaitable<void> exhaust(vantage_id vantage, utc_day day, std::int64_t daily_calls) override;
    awaitable<void> store_call(run_id run, utc_day day, call_record call,
                               std::vector<seen_metadata> metadata) override;
    awaitable<block_id> store_block(run_id run, utc_day day, presence_block block,
                                    std::vector<std::pair<item_key, std::string>> usernames) override;
    awaitable<void> close_run(opened_run run, utc_time now, run_ending ending,
                              std::vector<verdict_row> verdicts, std::vector<past_row> pasts) override;
    awaitable<std::vector<item_key>> add_controls(std::vector<harvested_item> items) override;
    awaitable<std::optional<opened_run>> run_with_open_brackets(utc_day day) override;
    awaitable<void> amend_day(opened_run run, std::vector<verdict_row> verdicts) override;

private:
    /// `work` in a transaction, again and again while the database is away; `work` must bear being repeated.
    template <class Work>
    awaitable<std::invoke_result_t<Work&, pqxx::work&>> patiently(Work work);
    /// The same for what a run leaves behind; see run_lock.
    template <class Work>
    awaitable<std::invoke_result_t<Work&, pqxx::work&>> storing(Work work);
    awaitable<void> pause(int tries, std::string why);
    void recovered();
    awaitable<block_id> next_block();

    database& db_;
    run_lock lock_;
    std::chrono::milliseconds patience_;
    std::vector<block_id> numbers_{};  // Descending.
    std::optional<std::chrono::steady_clock::time_point> last_said_{};
};

template <class Work>
awaitable<std::invoke_result_t<Work&, pqxx::work&>> postgres_audit_store::patiently(Work work) {
    using answer = std::invoke_result_t<Work&, pqxx::work&>;
    for (int tries = 0;; ++tries) {
        std::string why;
        try {
            if constexpr (std::is_void_v<answer>) {
                co_await db_.transact(work);
                recovered();
                co_return;
            } else {
                auto got = co_await db_.transact(work);
                recovered();
                co_return got;
            }
        } catch (database_away const& fault) {
            why = fault.what();
        } catch (pqxx::transaction_rollback const& fault) {
            why = fault.what();
        } catch (pqxx::sql_error const& fault) {
            // Out of time, at a lock or a slow disk: what a call said must not be lost for that.
            if (fault.sqlstate() != query_canceled) throw;
            why = fault.what();
        }
        co_await pause(tries, why);
    }
}

template <class Work>
awaitable<std::invoke_result_t<Work&, pqxx::work&>> postgres_audit_store::storing(Work work) {
    auto fenced = [&work](pqxx::work& transaction) {
        run_lock::be_waited_for(transaction);
        return work(transaction);
    };
    co_return co_await patiently(fenced);
}

awaitable<void> postgres_audit_store::pause(int tries, std::string why) {
    auto const now = std::chrono::steady_clock::now();
    if (!last_said_ || now - *last_said_ >= std::chrono::minutes{1}) {
        spdlog::warn("waiting for PostgreSQL: {}", why);
        last_said_ = now;
    }
    asio::steady_timer timer{co_await asio::this_coro::executor, backoff(tries)};
    co_await timer.async_wait(asio::use_awaitable);
}

void postgres_audit_store::recovered() {
    if (last_said_) spdlog::info("PostgreSQL answers again");
    last_said_.reset();
}

awaitable<bool> postgres_audit_store::lock() {
    constexpr std::chrono::milliseconds between{200};
    auto take = [this](pqxx::work&) { return lock_.take(); };
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (auto waited = between;; waited += between) {
        bool const ours = co_await patiently(take);
        if (ours) co_return true;
        if (waited > patience_) co_return false;
        timer.expires_after(between);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

awaitable<void> postgres_audit_store::unlock() {
    std::function<void()> const give_back = [this] { lock_.give_back(); };
    co_await db_.on_thread(give_back);
}

awaitable<vantage_id> postgres_audit_store::vantage(std::string probe, std::string name) {
    auto work = [&](pqxx::work& transaction) { return number_of_vantage(transaction, probe, name); };
    co_return co_await patiently(work);
}

awaitable<std::vector<opened_run>> postgres_audit_store::cut_off_runs(utc_day day) {
    auto work = [day](pqxx::work& transaction) { return select_cut_off_runs(transaction, day); };
    co_return co_await patiently(work);
}

awaitable<opened_run> postgres_audit_store::open_run(utc_day day, utc_time now, std::int64_t seed) {
    auto work = [this, day, now, seed](pqxx::work& transaction) {
        lock_.keep();
        return resume_or_insert_run(transaction, day, now, seed);
    };
    co_return co_await patiently(work);
}

awaitable<std::vector<due_item>> postgres_audit_store::due_items(utc_day day) {
    auto work = [day](pqxx::work& transaction) { return select_due_items(transaction, day); };
    co_return co_await patiently(work);
}

awaitable<day_observations> postgres_audit_store::observations(utc_day day) {
    auto work = [day](pqxx::work& transaction) { return select_observations(transaction, day); };
    co_return co_await patiently(work);
}

awaitable<std::int64_t> postgres_audit_store::quota_spent(vantage_id vantage, utc_day day) {
    auto work = [vantage, day](pqxx::work& transaction) { return select_spent(transaction, vantage, day); };
    co_return co_await patiently(work);
}

awaitable<std::optional<call_id>> postgres_audit_store::charge(vantage_id vantage, utc_day day,
                                                               std::int64_t daily_calls) {
    auto work = [this, vantage, day, daily_calls](pqxx::work& transaction) {
        lock_.keep();  // Nothing is sent by a run that is no longer the only one.
        return charge_call(transaction, vantage, day, daily_calls);
    };
    co_return co_await patiently(work);
}

awaitable<void> postgres_audit_store::exhaust(vantage_id vantage, utc_day day, std::int64_t daily_calls) {
    auto work = [=](pqxx::work& transaction) { spend_all(transaction, vantage, day, daily_calls); };
    co_await patiently(work);
}

awaitable<void> postgres_audit_store::store_call(run_id run, utc_day day, call_record call,
                                                 std::vector<seen_metadata> metadata) {
    auto work = [&](pqxx::work& transaction) { insert_call(transaction, run, day, call, metadata); };
    co_await storing(work);
}

awaitable<block_id> postgres_audit_store::next_block() {
    while (numbers_.empty()) {
        auto draw = [](pqxx::work& transaction) { return draw_block_numbers(transaction, numbers_drawn); };
        auto const drawn = co_await patiently(draw);
        numbers_.insert(numbers_.end(), drawn.begin(), drawn.end());
        std::sort(numbers_.begin(), numbers_.end(), std::greater{});
    }
    auto const number = numbers_.back();
    numbers_.pop_back();
    co_return number;
}

awaitable<block_id> postgres_audit_store::store_block(
    run_id run, utc_day day, presence_block block, std::vector<std::pair<item_key, std::string>> usernames) {
    if (block.block == block_id{}) block.block = co_await next_block();
    auto work = [&](pqxx::work& transaction) { insert_block(transaction, run, day, block, usernames); };
    co_await storing(work);
    co_return block.block;
}

awaitable<void> postgres_audit_store::close_run(opened_run run, utc_time now, run_ending ending,
                                                std::vector<verdict_row> verdicts,
                                                std::vector<past_row> pasts) {
    auto work = [&](pqxx::work& transaction) {
        lock_.keep();
        end_run(transaction, run, now, ending, verdicts, pasts);
    };
    co_await storing(work);
}

awaitable<std::vector<item_key>> postgres_audit_store::add_controls(std::vector<harvested_item> items) {
    if (items.empty()) co_return std::vector<item_key>{};
    auto work = [&](pqxx::work& transaction) { return insert_controls(transaction, items); };
    co_return co_await storing(work);
}

awaitable<std::optional<opened_run>> postgres_audit_store::run_with_open_brackets(utc_day day) {
    auto work = [day](pqxx::work& transaction) { return select_open_brackets(transaction, day); };
    co_return co_await patiently(work);
}

awaitable<void> postgres_audit_store::amend_day(opened_run run, std::vector<verdict_row> verdicts) {
    auto work = [&](pqxx::work& transaction) {
        lock_.keep();
        amend(transaction, run, verdicts);
    };
    co_await storing(work);
}

}  // namespace

std::unique_ptr<audit_store> make_audit_store(database& db, std::chrono::milliseconds patience) {
    return std::make_unique<postgres_audit_store>(db, patience);
}

}  // namespace lacuna
