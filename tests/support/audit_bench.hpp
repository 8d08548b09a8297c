#pragma once

#include "daemon/run/audit.hpp"
#include "tests/support/leaping_clock.hpp"
#include "tests/support/memory_audit_store.hpp"
#include "tests/support/scripted_tiktok.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lacuna::test {

/// Keeps the phases it hears of and counts the rest.
class remembering_observer final : public run_observer {
public:
    std::vector<std::string> phases{};
    run_progress last{};
    std::size_t calls = 0;
    std::size_t blocks = 0;
    std::size_t ended = 0;

    void call_stored(call_record const&, std::string_view) override { ++calls; }
    void block_stored(presence_block const&) override { ++blocks; }
    void progressed(run_progress const& progress) override;
    void run_ended(opened_run const&, run_ending const&, utc_time) override { ++ended; }
};

/// An audit wired as the daemon wires it, over a store in memory and a TikTok in the process.
class audit_bench {
public:
    static constexpr utc_day today{std::chrono::year{2026} / 11 / 20};
    static constexpr utc_time three_o_clock = utc_time{today} + std::chrono::hours{3};

    audit_bench();

    /// Adds a video to the watchlist and to the platform. Call it in order of creation time.
    void watch(scripted_video video, creation_source source = creation_source::given);
    /// `count` public videos in the API, one an hour, the last 10 days before today.
    void watch_ordinary(int count);

    /// One whole run; anything thrown passes.
    std::optional<run_result> run();
    /// A run that is cancelled when `reached` says so: it is asked before each operation of the store and
    /// each request.
    /// @return whether it was, and then it has ended with operation_aborted.
    bool run_until(std::function<bool()> reached);

    [[nodiscard]] verdict_row const& verdict(std::int64_t id, utc_day day = today) const;
    [[nodiscard]] std::map<verdict_kind, int> kinds(utc_day day = today) const;
    /// Readings of items that were stored; controls are none.
    [[nodiscard]] std::size_t items_read(utc_day day = today) const;
    /// How often the API was asked for it.
    [[nodiscard]] std::size_t times_asked(std::int64_t id) const;
    [[nodiscard]] std::size_t calls_for(call_purpose purpose) const;

    boost::asio::io_context events{1};
    leaping_clock clock{three_o_clock};
    scripted_tiktok tiktok{clock};
    memory_audit_store store{};
    remembering_observer seen{};
    audit_settings settings{.presence_per_second = 0};
    bool presence_on = true;
    std::int64_t daily_calls = 1000;
    std::int64_t reserve_calls = 200;
    int vantages = 1;

private:
    [[nodiscard]] std::vector<std::unique_ptr<tiktok::research_probe>> make_probes();
    audit make_audit(std::vector<std::unique_ptr<tiktok::research_probe>> const& probes,
                     tiktok::oembed_probe& oembed);

    std::map<std::int64_t, item_key> keys_{};
};

}  // namespace lacuna::test
