#include "daemon/run/confirmation.hpp"

#include "daemon/run/control_drawing.hpp"
#include "daemon/run/first_pass.hpp"
#include "daemon/run/later_windows.hpp"
#include "daemon/run/mass_change.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace lacuna {

namespace {

constexpr std::size_t absent_most = largest_batch - controls_most;

batch_question confirming(batch what) {
    return {.what = std::move(what),
            .controls = {},
            .purpose = call_purpose::confirmation,
            .may_spend = allowance::everything};
}

}  // namespace

std::vector<batch_question> plan_confirmations(day_record const& record, std::int64_t seed, int round) {
    std::map<std::size_t, std::vector<dated_item>> by_company;
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        if (!record.needs_confirmation(item) && !record.needs_renewal(item)) continue;
        by_company[record.largest_company(item, absent_most)].push_back(dated(item));
    }
    control_drawing controls{record, seed, round};
    riders along{record};
    std::vector<batch_question> questions;
    for (auto& [most, items] : by_company) {
        for (auto& batch : pack(std::move(items), most)) {
            auto question = confirming(std::move(batch));
            bool const one = question.what.items.size() == 1;
            controls.add_to(question);
            if (one && !question.controls.empty()) {
                question.purpose = call_purpose::alone;
            } else {
                along.add_to(question);
            }
            questions.push_back(std::move(question));
        }
    }
    return questions;
}

std::vector<batch_question> plan_asking_alone(day_record const& record, std::int64_t seed,
                                              std::size_t calls) {
    std::vector<dated_item> found;
    for (std::size_t place = 0; place < record.size(); ++place) {
        if (record.needs_asking_alone(record.at(place))) found.push_back(dated(record.at(place)));
    }
    constexpr int own_stream = 100;
    draw_first(found, calls, seed);
    control_drawing controls{record, seed, own_stream};
    std::vector<batch_question> questions;
    for (auto const& item : found) {
        auto question = confirming({.items = {item}, .range = window_of(item.created_at, item.created_at)});
        controls.add_to(question);
        if (question.controls.empty()) continue;
        question.purpose = call_purpose::alone;
        questions.push_back(std::move(question));
    }
    return questions;
}

std::vector<batch_question> plan_mass_sample(day_record const& record, std::int64_t seed) {
    auto const mass = find_mass_change(record);
    if (mass.what != mass_change::rise_provisional) return {};
    std::vector<dated_item> sample;
    for (auto const place : mass.places) {
        auto const& item = record.at(place);
        if (item.returned_in.size() == 1 && item.left_out_by.empty()) sample.push_back(dated(item));
    }
    draw_first(sample, mass_sample, seed);
    std::vector<batch_question> questions;
    for (auto& batch : pack(std::move(sample))) questions.push_back(confirming(std::move(batch)));
    return questions;
}

}  // namespace lacuna
