#include "daemon/run/confirmation.hpp"

#include "daemon/run/first_pass.hpp"

#include <algorithm>
#include <random>
#include <tuple>
#include <utility>

namespace lacuna {

namespace {

/// The window's end is cut at the day, and an id can be a little early (PLATFORM-APIS 5).
constexpr std::chrono::hours kept_from_the_end{1};

bool by_time(dated_item const& a, dated_item const& b) {
    return std::tie(a.created_at, a.key) < std::tie(b.created_at, b.key);
}

std::vector<dated_item> draw(std::vector<dated_item> const& returned, window range, std::mt19937_64& chance) {
    auto const before = [](dated_item const& item, std::chrono::sys_seconds at) {
        return item.created_at < at;
    };
    auto const begin =
        std::lower_bound(returned.begin(), returned.end(), std::chrono::sys_seconds{range.start}, before);
    auto const end = std::lower_bound(begin, returned.end(),
                                      std::chrono::sys_seconds{range.end} - kept_from_the_end, before);
    std::vector<dated_item> drawn{begin, end};
    auto const wanted = std::min(controls_most, drawn.size());
    for (std::size_t i = 0; i < wanted; ++i) {
        // Not std::sample or a distribution: the same seed draws the same on every standard library.
        auto const other = i + static_cast<std::size_t>(chance() % (drawn.size() - i));
        std::swap(drawn[i], drawn[other]);
    }
    drawn.resize(wanted);
    return drawn;
}

}  // namespace

std::vector<batch_question> plan_confirmations(day_record const& record, std::int64_t seed) {
    std::vector<dated_item> absent;
    std::vector<dated_item> returned;
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        if (record.needs_confirmation(item)) {
            absent.push_back(dated(item));
        } else if (item.returned && item.item.created) {
            returned.push_back(dated(item));
        }
    }
    if (!std::is_sorted(returned.begin(), returned.end(), by_time)) std::ranges::sort(returned, by_time);

    std::vector<batch_question> questions;
    for (auto& batch : pack(std::move(absent), largest_batch - controls_most)) {
        batch_question question{.what = std::move(batch),
                                .controls = {},
                                .purpose = call_purpose::confirmation,
                                .may_spend = allowance::everything};
        std::mt19937_64 chance{static_cast<std::uint64_t>(seed) +
                               static_cast<std::uint64_t>(question.what.items.front().key)};
        for (auto const& control : draw(returned, question.what.range, chance)) {
            question.controls.push_back(control.key);
            question.what.items.push_back(control);
        }
        std::ranges::sort(question.what.items, by_time);
        questions.push_back(std::move(question));
    }
    return questions;
}

}  // namespace lacuna
