#include "daemon/run/day_phases.hpp"

#include "daemon/plan/forecast.hpp"
#include "daemon/run/confirmation.hpp"
#include "daemon/run/first_pass.hpp"
#include "daemon/run/team.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace lacuna {

namespace asio = boost::asio;

namespace {

std::vector<batch_question> questions_of(std::vector<batch> batches, call_purpose purpose) {
    std::vector<batch_question> questions;
    questions.reserve(batches.size());
    for (auto& batch : batches) {
        questions.push_back({.what = std::move(batch),
                             .controls = {},
                             .purpose = purpose,
                             .may_spend = allowance::everything});
    }
    return questions;
}

}  // namespace

asio::awaitable<void> day_phases::go() {
    co_await sweep_and_first_pass();
    co_await confirm();
    co_await take_up_left_out();
    co_await read_again();
    co_await quarantine();
    note_what_the_day_did_not_reach();
}

std::vector<asio::awaitable<void>> day_phases::askers(batch_queue& queue) {
    std::vector<asio::awaitable<void>> hands;
    auto const count = std::max<std::size_t>(run_.use.settings.api_concurrency, 1);
    for (std::size_t i = 0; i < count; ++i) hands.push_back(asker_.serve(queue));
    return hands;
}

asio::awaitable<void> day_phases::sweep_and_first_pass() {
    run_.enter("sweep");
    leave_out_unreachable(run_.record, run_.desk.left(allowance::all_but_reserve), run_.opened.seed);
    batch_queue queue{co_await asio::this_coro::executor};
    std::vector<asio::awaitable<void>> arms;
    if (!run_.use.vantages.empty()) arms = askers(queue);
    arms.push_back(read_and_feed(queue));
    co_await all_of(std::move(arms));
}

asio::awaitable<void> day_phases::read_and_feed(batch_queue& queue) {
    auto const executor = co_await asio::this_coro::executor;
    first_pass pass{run_, queue};
    std::vector<std::size_t> unread;
    std::vector<std::size_t> failed_before;
    for (std::size_t place = 0; place < run_.record.size(); ++place) {
        auto const& item = run_.record.at(place);
        if (!run_.record.needs_presence(item)) continue;
        (item.reading == 0 ? unread : failed_before).push_back(place);
    }
    auto const feed = [&pass, &unread, this](std::size_t done) {
        pass.read_before(done < unread.size() ? unread[done] : run_.record.size());
    };
    feed(0);
    if (!unread.empty()) {
        presence_sweep first{run_, block_purpose::sweep, unread, feed, executor};
        co_await first.go();
    }
    // What failed is tried once more, also when it failed before a crash or in an earlier run of the day.
    std::vector<std::size_t> again = std::move(failed_before);
    std::ranges::copy_if(unread, std::back_inserter(again), [this](std::size_t place) {
        return run_.record.needs_presence(run_.record.at(place)) && run_.record.at(place).reading != 0;
    });
    std::ranges::sort(again);
    if (!again.empty() && !run_.day_over()) {
        pass.flush();
        auto const retried = again;
        presence_sweep second{run_, block_purpose::sweep, std::move(again), {}, executor};
        co_await second.go();
        for (auto const place : retried) pass.add(place);
    }
    pass.flush();
    queue.close();
}

asio::awaitable<void> day_phases::confirm() {
    if (!can_ask()) co_return;
    auto questions = plan_confirmations(run_.record, run_.opened.seed);
    if (questions.empty()) co_return;
    run_.enter("confirmation");
    co_await ask_all(std::move(questions), run_.desk.left(allowance::everything));
}

/// With four fifths of what confirmations left over; the last fifth confirms what these calls leave out.
asio::awaitable<void> day_phases::take_up_left_out() {
    if (!can_ask()) co_return;
    std::vector<dated_item> items;
    for (std::size_t place = 0; place < run_.record.size(); ++place) {
        auto& item = run_.record.at(place);
        if (!item.out_of_quota || !run_.record.needs_first_pass(item)) continue;
        items.push_back(dated(item));
    }
    auto const left = run_.desk.left(allowance::everything);
    if (items.empty() || left == 0) co_return;
    auto questions = questions_of(pack(std::move(items)), call_purpose::first_pass);
    co_await ask_all(std::move(questions), left - left / 5);
    co_await confirm();
}

asio::awaitable<void> day_phases::read_again() {
    if (!run_.use.presence || run_.day_over()) co_return;
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < run_.record.size(); ++place) {
        if (run_.record.needs_reading_again(run_.record.at(place))) places.push_back(place);
    }
    if (places.empty()) co_return;
    run_.enter("reading_again");
    auto const due = &day_record::needs_reading_again;
    co_await sweep_twice(run_, block_purpose::read_again, std::move(places), due, {});
}

asio::awaitable<void> day_phases::quarantine() {
    if (!can_ask()) co_return;
    std::vector<dated_item> items;
    for (std::size_t place = 0; place < run_.record.size(); ++place) {
        auto const& item = run_.record.at(place);
        if (run_.record.needs_quarantine(item)) items.push_back(dated(item));
    }
    if (items.empty()) co_return;
    run_.enter("quarantine");
    auto questions = questions_of(pack(std::move(items)), call_purpose::quarantine);
    co_await ask_all(std::move(questions), run_.desk.left(allowance::everything));
}

asio::awaitable<void> day_phases::ask_all(std::vector<batch_question> questions, std::int64_t calls) {
    std::vector<bool> chosen(questions.size(), true);
    if (static_cast<std::int64_t>(questions.size()) > calls) {
        std::vector<batch> batches;
        std::vector<bool> first;
        for (auto const& question : questions) {
            batches.push_back(question.what);
            first.push_back(std::ranges::any_of(question.what.items, [this](dated_item const& item) {
                auto const place = run_.record.place_of(item.key);
                return place && run_.record.at(*place).item.left_out_yesterday;
            }));
        }
        chosen.assign(questions.size(), false);
        for (auto const index : choose_batches(batches, first, calls, run_.opened.seed)) chosen[index] = true;
    }
    std::vector<batch_question> reached;
    for (std::size_t index = 0; index < questions.size(); ++index) {
        for (auto const& item : questions[index].what.items) {
            auto const place = run_.record.place_of(item.key);
            if (place) run_.record.at(*place).out_of_quota = !chosen[index];
        }
        if (chosen[index]) reached.push_back(std::move(questions[index]));
    }
    co_await ask_chosen(std::move(reached));
}

asio::awaitable<void> day_phases::ask_chosen(std::vector<batch_question> questions) {
    if (questions.empty()) co_return;
    auto& progress = run_.progress;
    progress.calls_expected =
        std::max(progress.calls_expected, progress.calls) + static_cast<std::int64_t>(questions.size());
    batch_queue queue{co_await asio::this_coro::executor};
    for (auto& question : questions) queue.push(std::move(question));
    queue.close();
    co_await all_of(askers(queue));
}

void day_phases::note_what_the_day_did_not_reach() {
    if (!run_.day_over()) return;
    for (std::size_t place = 0; place < run_.record.size(); ++place) {
        auto& item = run_.record.at(place);
        if (!is_measured(item) && !item.out_of_quota && item.failed_tries == 0) item.out_of_time = true;
    }
}

}  // namespace lacuna
