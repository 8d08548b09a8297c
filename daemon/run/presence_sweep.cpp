#include "daemon/run/presence_sweep.hpp"

#include "daemon/run/team.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace lacuna {

namespace asio = boost::asio;

namespace {

constexpr std::size_t block_size = 100;
constexpr std::size_t open_blocks_most = 16;
constexpr char lost = 0;  // A fault of ours: no reading.

char letter_of_reading(tiktok::presence_reading const& reading) {
    if (reading.is != tiktok::presence_reading::state::failed) return static_cast<char>(reading.is);
    return letter_of(reading.failure.value_or(probe_failure::unreadable));
}

std::int16_t short_milliseconds(std::chrono::milliseconds latency) {
    constexpr std::chrono::milliseconds::rep most = std::numeric_limits<std::int16_t>::max();
    return static_cast<std::int16_t>(std::clamp<std::chrono::milliseconds::rep>(latency.count(), 0, most));
}

/// Leaves out what was not read.
presence_block only_read(presence_block const& block) {
    presence_block kept = block;
    std::size_t next = 0;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        if (block.readings[i] == lost) continue;
        kept.items[next] = block.items[i];
        kept.readings[next] = block.readings[i];
        kept.milliseconds[next] = block.milliseconds[i];
        kept.hashes[next] = block.hashes[i];
        ++next;
    }
    kept.items.resize(next);
    kept.readings.resize(next);
    kept.milliseconds.resize(next);
    kept.hashes.resize(next);
    return kept;
}

bool is_stopping(std::exception const& fault) {
    auto const* system = dynamic_cast<boost::system::system_error const*>(&fault);
    return system && system->code() == asio::error::operation_aborted;
}

}  // namespace

presence_sweep::presence_sweep(live_run& run, block_purpose purpose, std::vector<std::size_t> places,
                               progress_sink on_stored, asio::any_io_executor executor)
    : run_{run},
      purpose_{purpose},
      places_{std::move(places)},
      controls_{run.record, run.opened.seed, purpose},
      on_stored_{std::move(on_stored)},
      room_{std::move(executor)} {}

asio::awaitable<void> presence_sweep::go() {
    auto const hands = std::clamp<std::size_t>(run_.use.settings.presence_concurrency, 1, block_size);
    std::vector<asio::awaitable<void>> workers;
    for (std::size_t i = 0; i < hands; ++i) workers.push_back(work());
    co_await all_of(std::move(workers));
    // The day ended amid a block: keep what was read of it.
    for (auto& block : open_) {
        if (!block.settled) co_await keep(block);
    }
    hand_on();
}

asio::awaitable<void> presence_sweep::work() {
    while (next_ < places_.size() && !run_.day_over()) {
        if (next_ / block_size >= handed_on_ + open_blocks_most) {
            co_await room_.rung();
            continue;
        }
        auto const index = next_++;
        if (index % block_size == 0) co_await ask_live_control(block_of(index));
        bool const in_time = co_await turn();
        if (!in_time) co_return;
        co_await read(index);
    }
}

/// @return false if the day ended meanwhile.
asio::awaitable<bool> presence_sweep::turn() {
    if (run_.presence_pace.limited()) co_await run_.presence_pace.turn();
    co_return !run_.day_over();
}

/// A fault of ours leaves the control unasked.
asio::awaitable<char> presence_sweep::look(std::int64_t platform_id) {
    try {
        auto const reading = co_await run_.use.presence->look(platform_id);
        co_return letter_of_reading(reading);
    } catch (std::exception const& fault) {
        if (is_stopping(fault)) throw;
        spdlog::error("reading lost run={} item={} fault={}", static_cast<int>(run_.opened.run), platform_id,
                      fault.what());
    }
    co_return lost;
}

/// One that is gone may have been deleted since: several have to be.
asio::awaitable<void> presence_sweep::ask_live_control(open_block& block) {
    for (auto const place : controls_.known_live(block.ordinal)) {
        auto const& item = run_.record.at(place).item;
        bool const in_time = co_await turn();
        if (!in_time) co_return;
        auto const letter = co_await look(item.platform_id);
        if (letter == lost) continue;
        block.block.live_control = item.key;
        block.block.live_reading = letter;
        if (letter == 'p') co_return;
    }
}

asio::awaitable<void> presence_sweep::ask_invented_id(open_block& block) {
    bool const in_time = co_await turn();
    if (!in_time) co_return;
    auto const id = controls_.invented(block.ordinal);
    auto const letter = co_await look(id);
    if (letter == lost) co_return;
    block.block.invented_id = id;
    block.block.invented_reading = letter;
}

presence_sweep::open_block& presence_sweep::block_of(std::size_t index) {
    while (index / block_size >= handed_on_ + open_.size()) {
        open_block fresh;
        fresh.ordinal = handed_on_ + open_.size();
        fresh.first = fresh.ordinal * block_size;
        fresh.unread = std::min(block_size, places_.size() - fresh.first);
        fresh.block.purpose = purpose_;
        fresh.block.vantage = run_.presence_vantage;
        fresh.block.asked_from = fresh.block.asked_until = run_.use.time.now();
        for (std::size_t i = 0; i < fresh.unread; ++i) {
            fresh.block.items.push_back(run_.record.at(places_[fresh.first + i]).item.key);
        }
        fresh.block.readings.assign(fresh.unread, lost);
        fresh.block.milliseconds.assign(fresh.unread, 0);
        fresh.block.hashes.assign(fresh.unread, 0);
        open_.push_back(std::move(fresh));
    }
    return open_[index / block_size - handed_on_];
}

asio::awaitable<void> presence_sweep::read(std::size_t index) {
    auto& block = block_of(index);
    auto const at = index - block.first;
    auto const& item = run_.record.at(places_[index]).item;
    try {
        auto reading = co_await run_.use.presence->look(item.platform_id);
        block.block.readings[at] = letter_of_reading(reading);
        block.block.milliseconds[at] = short_milliseconds(reading.latency);
        block.block.hashes[at] = reading.hash;
        if (!item.name_known && !reading.username.empty()) {
            block.usernames.emplace_back(item.key, std::move(reading.username));
        }
    } catch (std::exception const& fault) {
        if (is_stopping(fault)) throw;
        spdlog::error("reading lost run={} item={} fault={}", static_cast<int>(run_.opened.run),
                      item.platform_id, fault.what());
    }
    block.block.asked_until = std::max(block.block.asked_until, run_.use.time.now());
    if (--block.unread == 0) {
        co_await ask_invented_id(block);
        co_await keep(block);
        hand_on();
    }
}

asio::awaitable<void> presence_sweep::keep(open_block& full) {
    full.block = only_read(full.block);
    try {
        if (!full.block.items.empty()) {
            full.block.block = co_await run_.use.store.store_block(run_.opened.run, run_.opened.day,
                                                                   full.block, std::move(full.usernames));
        }
    } catch (std::exception const& fault) {
        if (is_stopping(fault)) throw;
        spdlog::error("block lost run={} items={} fault={}", static_cast<int>(run_.opened.run),
                      full.block.items.size(), fault.what());
        full.block.items.clear();
    }
    full.settled = true;
}

void presence_sweep::hand_on() {
    while (!open_.empty() && open_.front().settled) {
        auto const& first = open_.front();
        if (!first.block.items.empty()) run_.took(first.block);
        auto const done = std::min(first.first + block_size, places_.size());
        open_.pop_front();
        ++handed_on_;
        if (on_stored_) on_stored_(done);
    }
    room_.ring();
}

asio::awaitable<void> sweep_twice(live_run& run, block_purpose purpose, std::vector<std::size_t> places,
                                  bool (day_record::*due)(day_record::standing const&) const,
                                  presence_sweep::progress_sink on_stored) {
    auto const executor = co_await asio::this_coro::executor;
    {
        presence_sweep first{run, purpose, places, std::move(on_stored), executor};
        co_await first.go();
    }
    std::erase_if(places, [&](std::size_t place) { return !(run.record.*due)(run.record.at(place)); });
    if (places.empty() || run.day_over()) co_return;
    presence_sweep second{run, purpose, std::move(places), {}, executor};
    co_await second.go();
}

}  // namespace lacuna
