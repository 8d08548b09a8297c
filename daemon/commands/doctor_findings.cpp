#include "daemon/commands/doctor_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace lacuna {
namespace {

using health = finding::health;

constexpr int fault_found = 1;
constexpr int warnings_only = 4;

std::string_view word_of(health is) {
    switch (is) {
        case health::ok: return "ok";
        case health::warning: return "warning";
        case health::fault: return "fault";
    }
    return "fault";
}

std::string plural(std::size_t n, std::string_view noun) {
    return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

std::string size_of(std::int64_t bytes) {
    auto const mb = static_cast<double>(bytes) / 1e6;
    return mb < 10'000 ? fmt::format("{:.0f} MB", mb) : fmt::format("{:.0f} GB", mb / 1000);
}

}  // namespace

std::string lines_of(finding const& one) {
    auto text = fmt::format("{:<8} {:<16} {}\n", word_of(one.is), one.subject, one.says);
    if (!one.to_do.empty()) text += fmt::format("{:<25} -> {}\n", "", one.to_do);
    return text;
}

int exit_status_of(std::vector<finding> const& all) {
    auto const any = [&all](health is) {
        return std::ranges::any_of(all, [is](auto& one) { return one.is == is; });
    };
    return any(health::fault) ? fault_found : any(health::warning) ? warnings_only : 0;
}

std::vector<finding> judge_config(config const& settings) {
    auto const& tiktok = settings.tiktok;
    std::vector<finding> found{
        {.subject = "configuration",
         .says = fmt::format("{}, {}, presence {}", settings.simulated() ? "simulated" : "live",
                             plural(tiktok.research.vantages.size(), "vantage"),
                             tiktok.oembed.enabled ? "on" : "off")}};
    auto const warn = [&found](std::string says, std::string to_do) {
        found.push_back({health::warning, "configuration", std::move(says), std::move(to_do)});
    };
    for (auto const& warning : settings.warnings) warn(to_string(warning), "correct it");
    if (tiktok.research.vantages.empty())
        warn("no vantage: the audited API is not asked",
             "add [[tiktok.research.vantage]] with its client key and secret");
    if (!tiktok.oembed.enabled)
        warn("the presence arm is off: no absence can be called missing",
             "set enabled = true in [tiktok.oembed]");
    if (!settings.simulated() && settings.server.public_url.empty())
        warn("server.public_url is not set: feeds, citations and alerts have no address to point to",
             "set it to the address of the pages as readers see it");
    return found;
}

std::vector<finding> judge_refused(std::vector<bad_config> const& problems) {
    std::vector<finding> found;
    for (auto const& problem : problems)
        found.push_back(
            {health::fault, "configuration", to_string(problem), "correct it; nothing starts before"});
    return found;
}

finding judge_credential(std::string const& vantage, std::optional<probe_failure> failure) {
    finding found{.subject = "vantage " + vantage, .says = "the platform gave a token"};
    if (!failure) return found;
    found.is = health::fault;
    if (*failure == probe_failure::refused) {
        found.says = "the platform refuses client key and secret";
        found.to_do = "compare them with the developer portal: there they may be new, or the project closed";
        return found;
    }
    found.says = fmt::format("no token: {}", to_string(*failure));
    found.to_do =
        *failure == probe_failure::tls
            ? "check this machine's clock and authorities (ca-certificates, or ca_file)"
            : "check the network from here to tiktok.research.base_url, or wait if the platform is down";
    return found;
}

finding judge_presence(presence_answers const& said) {
    using state = tiktok::presence_reading::state;
    finding found{.is = health::fault, .subject = "presence"};
    auto const& invented = said.invented;
    if (invented.is == state::failed) {
        found.says = fmt::format("the endpoint gives no usable answer: {}, HTTP status {}",
                                 to_string(invented.failure.value_or(probe_failure::unreadable)),
                                 invented.http_status);
        found.to_do =
            "look at its answer from this machine (curl); lower calls_per_second if it turns us away";
        return found;
    }
    if (invented.is != state::not_public) {
        found.says = "an invented id is said to be public: the endpoint cannot tell";
        found.to_do = "believe no reading of today; look at what it answers (curl), and tell us";
        return found;
    }
    bool const live =
        std::ranges::any_of(said.live, [](auto const& one) { return one.is == state::is_public; });
    if (!live && !said.live.empty()) {
        found.says =
            fmt::format("of {} known to be live none is found public", plural(said.live.size(), "item"));
        found.to_do =
            "open one of them in a browser from this network: this vantage may be blocked or walled";
        return found;
    }
    found.is = live ? health::ok : health::warning;
    found.says = live ? "a live item is found public, an invented one is not"
                      : "an invented item is not public; no item is known to be live yet";
    if (!live) found.to_do = "ask again after the first run";
    return found;
}

finding judge_clock(std::optional<std::chrono::milliseconds> ahead) {
    using namespace std::chrono_literals;
    if (!ahead)
        return {health::warning, "clock", "not compared: no endpoint told its time",
                "see the lines about endpoints"};
    auto const off = std::chrono::abs(*ahead);
    auto const seconds = std::chrono::duration<double>{off}.count();
    if (off < 3s) return {health::ok, "clock", "within 3 s of the platform's", ""};
    finding found{.is = off < 60s ? health::warning : health::fault, .subject = "clock"};
    found.says =
        fmt::format("{:.0f} s {} the platform's", seconds, ahead->count() > 0 ? "ahead of" : "behind");
    found.to_do = "synchronise it (systemd-timesyncd or chrony): days, quotas and tokens follow it";
    return found;
}

finding judge_disk(std::optional<disk_facts> const& disk, std::int64_t items) {
    if (!disk) return {health::ok, "disk", "the database's is not visible from here: watch it there", ""};
    constexpr std::int64_t bytes_a_day = 150;  // An item's, all told.
    constexpr std::int64_t least = 500'000'000, little = 2'000'000'000;
    auto const days = disk->free_bytes / std::max<std::int64_t>(1, items * bytes_a_day);
    finding found{.subject = "disk"};
    found.says =
        fmt::format("{} of {} free at {}", size_of(disk->free_bytes), size_of(disk->all_bytes), disk->folder);
    if (items > 0 && days < 36'500)
        found.says += fmt::format(", about {} at {}", plural(static_cast<std::size_t>(days), "day"),
                                  plural(static_cast<std::size_t>(items), "item"));
    if (disk->free_bytes < least || days < 14)
        found.is = health::fault;
    else if (disk->free_bytes < little || days < 90)
        found.is = health::warning;
    if (found.is != health::ok)
        found.to_do = "make room: a full disk stops PostgreSQL, and with it the audit";
    return found;
}

finding judge_last_run(std::optional<run_summary> const& newest, std::optional<run_summary> const& valid,
                       utc_time now) {
    using namespace std::chrono_literals;
    if (!newest)
        return {health::warning, "last run", "there was none yet", "start `serve`, or `run` for one now"};
    finding found{.subject = "last run"};
    auto const ended = valid ? valid->ended_at : std::nullopt;
    // Never is longer ago than anything.
    auto const age = std::chrono::duration_cast<std::chrono::hours>(now - ended.value_or(utc_time{}));
    found.says = ended
                     ? fmt::format("the last valid one ended {} ({} h ago)", to_rfc3339(*ended), age.count())
                     : std::string{"none was valid yet"};
    if (!newest->ended_at) {
        found.says += fmt::format("; one of {} is under way or was cut off", to_string(newest->day));
    } else if (newest->api_arm == "void") {
        found.is = health::warning;
        found.says += fmt::format("; that of {} is void: {}", to_string(newest->day), newest->void_reason);
        found.to_do = "look at its page; a void day is counted in nothing";
    }
    if (age >= 26h) {
        found.is = health::fault;
        found.to_do = "see whether `serve` runs (systemctl status lacuna) and what its log says";
    }
    return found;
}

}  // namespace lacuna
