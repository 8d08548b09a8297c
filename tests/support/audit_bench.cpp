#include "tests/support/audit_bench.hpp"

#include "tests/support/run_coro.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <stdexcept>

namespace lacuna::test {

namespace asio = boost::asio;

void remembering_observer::progressed(run_progress const& progress) {
    if (phases.empty() || phases.back() != progress.phase) phases.emplace_back(progress.phase);
    last = progress;
}

audit_bench::audit_bench() {
    spdlog::set_level(spdlog::level::off);
    tiktok.on_answer = [this] { clock.advance(std::chrono::milliseconds{1}); };
}

void audit_bench::watch(scripted_video video, creation_source source) {
    item_key const key{static_cast<std::int32_t>(store.items.size()) + 1};
    creation const created{.at = video.created_at, .source = source};
    store.items.push_back({.key = key, .platform_id = video.id, .created = created});
    keys_[video.id] = key;
    tiktok.videos[video.id] = video;
}

void audit_bench::watch_ordinary(int count) {
    auto const first = std::chrono::sys_seconds{today - std::chrono::days{10}} - std::chrono::hours{count};
    for (int i = 1; i <= count; ++i) {
        watch({.id = 1'000 + i, .created_at = first + std::chrono::hours{i}});
    }
}

std::vector<std::unique_ptr<tiktok::research_probe>> audit_bench::make_probes() {
    std::vector<std::unique_ptr<tiktok::research_probe>> probes;
    for (int i = 0; i < vantages; ++i) {
        tiktok::credentials secret{.client_key = "key", .client_secret = "secret"};
        auto now = [this] { return std::chrono::floor<std::chrono::seconds>(clock.now()); };
        probes.push_back(std::make_unique<tiktok::research_probe>(tiktok, std::move(secret), std::move(now)));
    }
    return probes;
}

audit audit_bench::make_audit(std::vector<std::unique_ptr<tiktok::research_probe>> const& probes,
                              tiktok::oembed_probe& oembed) {
    std::vector<api_vantage> seats;
    for (auto const& probe : probes) {
        seats.push_back({.name = "v" + std::to_string(seats.size() + 1),
                         .probe = probe.get(),
                         .daily_calls = daily_calls,
                         .reserve_calls = reserve_calls});
    }
    return audit{{.time = clock,
                  .store = store,
                  .vantages = std::move(seats),
                  .presence = presence_on ? &oembed : nullptr,
                  .observer = seen,
                  .settings = settings}};
}

std::optional<run_result> audit_bench::run() {
    auto const probes = make_probes();
    tiktok::oembed_probe oembed{tiktok};
    auto whole = make_audit(probes, oembed);
    running today_s{events, whole.run_today()};
    return today_s.get();
}

bool audit_bench::run_until(std::function<bool()> reached) {
    auto const probes = make_probes();
    tiktok::oembed_probe oembed{tiktok};
    auto whole = make_audit(probes, oembed);
    asio::cancellation_signal stop;
    bool stopping = false;
    auto const look = [&] {
        if (stopping || !reached()) return;
        stopping = true;
        asio::post(events, [&stop] { stop.emit(asio::cancellation_type::terminal); });
    };
    store.on_operation = [&](std::string const&) { look(); };
    tiktok.on_request = look;
    bool ended = false;
    std::exception_ptr error;
    auto when_ended = [&](std::exception_ptr fault, std::optional<run_result> const&) {
        ended = true;
        error = fault;
    };
    asio::co_spawn(events, whole.run_today(), asio::bind_cancellation_slot(stop.slot(), when_ended));
    poll_until(events, [&] { return ended; });
    store.on_operation = {};
    tiktok.on_request = {};
    if (!stopping) return false;
    if (!error) return false;  // It came too late to matter.
    try {
        std::rethrow_exception(error);
    } catch (boost::system::system_error const& fault) {
        if (fault.code() != asio::error::operation_aborted) throw;
    }
    return true;
}

verdict_row const& audit_bench::verdict(std::int64_t id, utc_day day) const {
    return store.verdicts.at(day).at(keys_.at(id));
}

std::map<verdict_kind, int> audit_bench::kinds(utc_day day) const {
    std::map<verdict_kind, int> count;
    auto const found = store.verdicts.find(day);
    if (found == store.verdicts.end()) return count;
    for (auto const& [item, row] : found->second) ++count[row.judged.kind];
    return count;
}

std::size_t audit_bench::items_read(utc_day day) const {
    std::size_t read = 0;
    for (auto const& kept : store.blocks) read += kept.day == day ? kept.block.items.size() : 0;
    return read;
}

std::size_t audit_bench::times_asked(std::int64_t id) const {
    return static_cast<std::size_t>(std::ranges::count_if(tiktok.queries, [id](scripted_query const& query) {
        return std::ranges::find(query.ids, id) != query.ids.end();
    }));
}

std::size_t audit_bench::calls_for(call_purpose purpose) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        store.calls, [purpose](auto const& kept) { return kept.call.purpose == purpose; }));
}

}  // namespace lacuna::test
