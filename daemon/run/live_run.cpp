#include "daemon/run/live_run.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace lacuna {

live_run::live_run(audit::parts& parts, opened_run run, day_record known)
    : use{parts},
      opened{run},
      midnight{run.day + std::chrono::days{1}},
      record{std::move(known)},
      desk{parts.store, run.day},
      presence_pace{parts.time, parts.settings.presence_per_second},
      read_(record.size()),
      measured_(record.size()) {
    progress.run = run.run;
    progress.day = run.day;
    progress.items_due = static_cast<std::int64_t>(record.size());
    for (std::size_t place = 0; place < record.size(); ++place) count_item(place);
}

boost::asio::awaitable<void> live_run::pause(std::chrono::milliseconds span) {
    auto const left = midnight - use.time.now();
    auto const until = std::min<std::chrono::milliseconds>(span, left);
    if (until.count() > 0) co_await use.time.pause(until);
}

void live_run::count_item(std::size_t place) {
    if (place >= read_.size()) return;  // Harvested meanwhile: none of the day's items.
    auto const& item = record.at(place);
    if (item.reading != 0 && !read_[place]) {
        read_[place] = true;
        ++progress.items_read;
    }
    if (record.is_measured(item) && !measured_[place]) {
        measured_[place] = true;
        ++progress.items_measured;
    }
}

boost::asio::awaitable<std::vector<item_key>> live_run::keep_harvest(std::vector<harvested_item> found) {
    auto keys = co_await use.store.add_controls(found);
    std::vector<due_item> controls;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        controls.push_back(
            {.key = keys[i],
             .platform_id = found[i].platform_id,
             .created = creation{.at = found[i].created_at, .source = creation_source::metadata},
             .name_known = true,
             .control_only = true});
    }
    record.add(std::move(controls));
    co_return keys;
}

void live_run::took(presence_block const& block) {
    record.apply(block);
    for (auto const key : block.items) {
        if (auto const place = record.place_of(key)) count_item(*place);
    }
    use.observer.block_stored(block);
    report();
}

namespace {

/// A failed call is worth a line, an answered one only to who looks closely. Code and log id are the
/// platform's own words.
void note_in_log(opened_run const& run, call_record const& call, std::string_view vantage) {
    auto const level = call.failure ? spdlog::level::warn : spdlog::level::debug;
    spdlog::log(level,
                "call run={} call={} purpose={} vantage={} items={} returned={} outcome={} http_status={} "
                "code=\"{}\" "
                "log_id=\"{}\" ms={}",
                static_cast<int>(run.run), static_cast<int>(call.call), to_string(call.purpose), vantage,
                call.items.size(), call.returned.size(), call.failure ? to_string(*call.failure) : "answered",
                call.http_status, call.error_code, call.log_id, call.latency.count());
}

}  // namespace

void live_run::took(call_record const& call, std::vector<item_key> const& batch_items,
                    std::string_view vantage) {
    record.apply(call);
    note_in_log(opened, call, vantage);
    for (auto const key : batch_items) {
        auto const place = record.place_of(key);
        if (!place) continue;
        count_item(*place);
        if (record.is_measured(record.at(*place))) record.at(*place).out_of_quota = false;
    }
    ++progress.calls;
    if (!call.failure) ++answered;
    if (!call.returned.empty()) ++productive;
    progress.calls_expected = std::max(progress.calls_expected, progress.calls);
    use.observer.call_stored(call, vantage);
    report();
}

std::size_t live_run::push(batch_queue& queue, batch_question question) const {
    bool const once = !record.rules().compare || question.purpose == call_purpose::harvest;
    auto const names = once ? std::vector<std::string>{{}} : desk.names();
    for (auto const& name : names) {
        auto asked = question;
        asked.vantage = name;
        queue.push(std::move(asked));
    }
    return names.size();
}

std::int64_t live_run::questions_left(allowance what) const {
    return record.rules().compare ? desk.left_of_each(what) : desk.left(what);
}

void live_run::enter(std::string_view phase) {
    progress.phase = phase;
    spdlog::debug("phase run={} day={} phase={} read={} measured={} calls={} quota_left={}",
                  static_cast<int>(opened.run), to_string(opened.day), phase, progress.items_read,
                  progress.items_measured, progress.calls, desk.left(allowance::everything));
    tell();
}

void live_run::report() {
    if (std::chrono::steady_clock::now() - told_ >= std::chrono::milliseconds{100}) tell();
}

void live_run::tell() {
    told_ = std::chrono::steady_clock::now();
    progress.quota_left = desk.left(allowance::everything);
    use.observer.progressed(progress);
}

}  // namespace lacuna
