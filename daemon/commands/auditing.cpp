#include "daemon/commands/auditing.hpp"

#include "daemon/store/migrations.hpp"
#include "daemon/store/postgres_audit_store.hpp"
#include "daemon/store/retention.hpp"

#include "embedded/sql.hpp"

#include <spdlog/spdlog.h>

namespace lacuna {
namespace {

std::chrono::sys_seconds seconds_of(utc_time now) { return std::chrono::floor<std::chrono::seconds>(now); }

audit_settings settings_of(config const& from) {
    return {.settle = from.schedule.settle,
            .api_concurrency = from.tiktok.research.concurrency,
            .tries = from.tiktok.research.tries,
            .presence_vantage = from.tiktok.oembed.vantage,
            .presence_concurrency = from.tiktok.oembed.concurrency,
            .presence_per_second = from.tiktok.oembed.calls_per_second,
            .presence_max_age = from.presence.max_age,
            .compare_vantages = from.tiktok.research.compare};
}

}  // namespace

boost::asio::awaitable<void> open_database(context& use) {
    for (bool open = false; !open;) {
        co_await wait_until_ready(use.db);
        try {
            co_await apply_migrations(use.db, embedded::sql());
            co_await claim_installation(use.db, use.settings.simulated());
            open = true;
        } catch (database_away const& fault) {
            spdlog::warn("PostgreSQL went away again: {}", fault.what());
        }
    }
}

void set_budget(forecast_basis& basis, config const& settings) {
    basis.presence_per_second = settings.tiktok.oembed.calls_per_second;
    basis.daily_calls = 0;
    basis.reserve_calls = 0;
    for (auto const& vantage : settings.tiktok.research.vantages) {
        basis.daily_calls += vantage.daily_calls;
        basis.reserve_calls += vantage.reserve_calls;
    }
}

auditing::auditing(context& use, time_source& time, run_observer& observer)
    : use_{use}, time_{time}, store_{make_audit_store(use.db)} {
    auto const& research = use.settings.tiktok.research;
    auto const& oembed = use.settings.tiktok.oembed;
    auto const executor = use.events.get_executor();

    research_api_ = std::make_unique<http_client>(executor, research.address);
    std::vector<api_vantage> vantages;
    for (auto const& vantage : research.vantages) {
        tiktok::credentials const secret{vantage.client_key.reveal(), vantage.client_secret.reveal()};
        research_.push_back(std::make_unique<tiktok::research_probe>(
            *research_api_, secret, [&time] { return seconds_of(time.now()); }));
        vantages.push_back(
            {vantage.name, research_.back().get(), vantage.daily_calls, vantage.reserve_calls});
    }
    if (oembed.enabled) {
        oembed_api_ = std::make_unique<http_client>(executor, oembed.address);
        oembed_ = std::make_unique<tiktok::oembed_probe>(*oembed_api_);
    }
    audit::parts parts{time,          *store_,  std::move(vantages),
                       oembed_.get(), observer, settings_of(use.settings)};
    audit_ = std::make_unique<audit>(std::move(parts));
}

auditing::~auditing() = default;

boost::asio::awaitable<std::optional<run_result>> auditing::run_today() {
    auto const ended = co_await audit_->run_today();
    if (!ended) co_return ended;
    try {
        auto const keep = std::chrono::floor<std::chrono::days>(use_.settings.retention.metadata);
        auto const gone = co_await erase_old_content(use_.db, day_of(time_.now()) - keep);
        if (gone.metadata + gone.calls + gone.public_counts > 0)
            spdlog::info("erased by retention metadata={} calls={} public_counts={}", gone.metadata,
                         gone.calls, gone.public_counts);
    } catch (database_away const& fault) {
        spdlog::warn("nothing erased by retention, the next run does it: {}", fault.what());
    }
    co_return ended;
}

}  // namespace lacuna
