#include "daemon/run/day_phases.hpp"

#include "daemon/plan/forecast.hpp"
#include "daemon/run/confirmation.hpp"
#include "daemon/run/control_drawing.hpp"
#include "daemon/run/first_pass.hpp"
#include "daemon/run/later_windows.hpp"
#include "daemon/run/team.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace lacuna {

namespace asio = boost::asio;

namespace {

std::int64_t first_pass_calls(day_record const& record) {
    std::int64_t calls = 0;
    for (std::size_t index = 0; index < record.batches().size(); ++index) {
        if (record.batches()[index].purpose == call_purpose::first_pass) ++calls;
    }
    return calls;
}

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
    co_await ask_failed_again();
    co_await read_before_confirming();
    co_await confirm();
    co_await take_up_left_out();
    co_await ask_alone();
    co_await search_later_windows();
    co_await confirm();
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
    leave_out_unreachable(run_.record, run_.questions_left(allowance::all_but_reserve), run_.opened.seed);
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
    // What failed, or is not public for the first time, is tried once more, also when it failed before a
    // crash or in an earlier run of the day.
    std::vector<std::size_t> again = std::move(failed_before);
    std::vector<std::size_t> gone;
    for (auto const place : unread) {
        auto const& item = run_.record.at(place);
        if (run_.record.needs_presence(item) && item.reading != 0) again.push_back(place);
        if (item.reading == 'n' && item.item.past.negative_days < loss_after_days) gone.push_back(place);
    }
    std::ranges::sort(again);
    for (auto [places, purpose] :
         {std::pair{&again, block_purpose::sweep}, std::pair{&gone, block_purpose::read_again}}) {
        if (places->empty() || run_.day_over()) continue;
        pass.flush();
        presence_sweep second{run_, purpose, *places, {}, executor};
        co_await second.go();
        for (auto const place : *places) pass.add(place);
    }
    pass.flush();
    queue.close();
}

/// What failed or fell silent: the first question hears whether it is any use to ask the others.
asio::awaitable<void> day_phases::ask_failed_again() {
    if (run_.use.vantages.empty() || run_.day_over() || run_.desk.all_refused()) co_return;
    std::vector<dated_item> items;
    for (std::size_t place = 0; place < run_.record.size(); ++place) {
        auto const& item = run_.record.at(place);
        if (run_.record.needs_first_pass(item) && !item.out_of_quota) items.push_back(dated(item));
    }
    if (items.empty()) co_return;
    run_.enter("asking_again");
    auto questions = questions_of(pack(std::move(items)), call_purpose::first_pass);
    std::vector<batch_question> first;
    first.push_back(std::move(questions.front()));
    first.front().despite_silence = true;
    questions.erase(questions.begin());
    co_await ask_all(std::move(first), run_.questions_left(allowance::all_but_reserve));
    if (can_ask()) co_await ask_all(std::move(questions), run_.questions_left(allowance::all_but_reserve));
}

asio::awaitable<void> day_phases::read_once_more(std::vector<std::size_t> places) {
    if (places.empty() || run_.day_over()) co_return;
    auto const executor = co_await asio::this_coro::executor;
    presence_sweep sweep{run_, block_purpose::read_again, std::move(places), {}, executor};
    co_await sweep.go();
}

asio::awaitable<void> day_phases::read_before_confirming() {
    constexpr std::chrono::hours fresh{1};
    if (!run_.use.presence || run_.day_over()) co_return;
    auto const now = run_.use.time.now();
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < run_.record.size(); ++place) {
        auto const& item = run_.record.at(place);
        if (item.returned || !run_.record.needs_confirmation(item)) continue;
        if (now - run_.record.last_public_at(item).value_or(utc_time{}) > fresh) places.push_back(place);
    }
    if (places.empty()) co_return;
    run_.enter("reading_again");
    co_await read_once_more(std::move(places));
}

asio::awaitable<void> day_phases::read_those_in_doubt() {
    if (!run_.use.presence || run_.day_over()) co_return;
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < run_.record.size(); ++place) {
        if (run_.record.needs_reading_before_next_call(run_.record.at(place))) places.push_back(place);
    }
    co_await read_once_more(std::move(places));
}

asio::awaitable<void> day_phases::confirm() {
    constexpr int rounds = 8;
    if (!can_ask()) co_return;
    auto sample = plan_mass_sample(run_.record, run_.opened.seed);
    if (!sample.empty()) co_await ask_all(std::move(sample), run_.questions_left(allowance::everything));
    for (int round = 0; round < rounds && can_ask(); ++round) {
        co_await read_those_in_doubt();
        auto questions = plan_confirmations(run_.record, run_.opened.seed, round_);
        if (questions.empty()) co_return;
        run_.enter("confirmation");
        bool const found = co_await harvest(questions);
        if (found) questions = plan_confirmations(run_.record, run_.opened.seed, round_);
        ++round_;
        auto const answered = run_.answered;
        auto const productive = run_.productive;
        bool const tested =
            std::ranges::any_of(questions, [](auto const& asked) { return !asked.controls.empty(); });
        co_await ask_all(std::move(questions), run_.questions_left(allowance::everything));
        if (run_.answered == answered) co_return;  // Failures, or no budget: the next day's turn.
        // Not even a control came back: asking more often would only spend the day's calls.
        if (run_.record.is_mute() || (tested && run_.productive == productive)) co_return;
        // Nor where calls lose so much that more of them would have to agree than there are rounds.
        if (round > 0 && run_.record.calls_needed() > static_cast<std::size_t>(rounds)) co_return;
    }
}

asio::awaitable<bool> day_phases::harvest(std::vector<batch_question> const& questions) {
    constexpr int fruitless_most = 3;
    auto const known = run_.record.size();
    int fruitless = 0;
    for (auto const& question : questions) {
        if (!question.controls.empty() || fruitless == fruitless_most || !can_ask()) continue;
        if (!harvested_.insert(question.what.range.start).second) continue;
        auto const before = run_.record.size();
        std::vector<batch_question> one;
        one.push_back({.what = {.items = {}, .range = question.what.range},
                       .controls = {},
                       .purpose = call_purpose::harvest,
                       .may_spend = allowance::everything});
        co_await ask_chosen(std::move(one));
        fruitless = run_.record.size() == before ? fruitless + 1 : 0;
    }
    if (run_.record.size() == known) co_return false;
    std::vector<std::size_t> places;
    for (auto place = known; place < run_.record.size(); ++place) places.push_back(place);
    if (!run_.use.presence) co_return true;
    co_await read_once_more(std::move(places));
    co_return true;
}

asio::awaitable<void> day_phases::ask_alone() {
    if (!can_ask()) co_return;
    auto const most = static_cast<std::size_t>(std::max<std::int64_t>(2, run_.progress.calls / 10));
    auto questions = plan_asking_alone(run_.record, run_.opened.seed, most);
    if (questions.empty()) co_return;
    run_.enter("asking_alone");
    co_await ask_all(std::move(questions), run_.questions_left(allowance::everything));
}

asio::awaitable<void> day_phases::search_later_windows() {
    if (!can_ask()) co_return;
    riders const waiting{run_.record};
    auto const easily = static_cast<std::size_t>(first_pass_calls(run_.record) * 3 / 5);
    auto questions = waiting.calls_of_their_own(run_.opened.day, easily);
    if (questions.empty()) co_return;
    run_.enter("later_windows");
    control_drawing const controls{run_.record, run_.opened.seed, round_++};
    for (auto& question : questions) controls.add_to(question);
    co_await ask_all(std::move(questions), run_.questions_left(allowance::everything));
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
    auto const left = run_.questions_left(allowance::everything);
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
    co_await sweep_twice(run_, block_purpose::read_again, places, due, {});
    // Gone since the morning, if a second reading says so too.
    std::erase_if(places, [this](std::size_t place) { return run_.record.at(place).reading != 'n'; });
    co_await read_once_more(std::move(places));
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
    co_await ask_all(std::move(questions), run_.questions_left(allowance::everything));
}

/// What the budget left out yesterday, and what has changed since.
bool day_phases::comes_first(batch const& what) const {
    return std::ranges::any_of(what.items, [this](dated_item const& item) {
        auto const place = run_.record.place_of(item.key);
        if (!place) return false;
        auto const& at = run_.record.at(*place);
        bool const lost = !at.returned && at.item.past.returned && !at.item.past.absent_since;
        return at.item.left_out_yesterday || lost;
    });
}

asio::awaitable<void> day_phases::ask_all(std::vector<batch_question> questions, std::int64_t calls) {
    std::vector<bool> chosen(questions.size(), true);
    if (static_cast<std::int64_t>(questions.size()) > calls) {
        std::vector<batch> batches;
        std::vector<bool> first;
        for (auto const& question : questions) {
            batches.push_back(question.what);
            first.push_back(comes_first(question.what));
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
    for (auto& question : questions) run_.push(queue, std::move(question));
    queue.close();
    co_await all_of(askers(queue));
}

void day_phases::note_what_the_day_did_not_reach() {
    if (!run_.day_over()) return;
    for (std::size_t place = 0; place < run_.record.size(); ++place) {
        auto& item = run_.record.at(place);
        if (!run_.record.is_measured(item) && !item.out_of_quota && item.failed_tries == 0)
            item.out_of_time = true;
    }
}

}  // namespace lacuna
