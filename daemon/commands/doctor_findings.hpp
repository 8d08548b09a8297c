#pragma once

#include "daemon/config/config.hpp"
#include "daemon/store/database_health.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/time/utc.hpp"
#include "probes/failure.hpp"
#include "probes/tiktok/oembed_probe.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// What `lacuna doctor` says about one thing. Everything here is pure: facts in, words out.
struct finding {
    enum class health { ok, warning, fault } is = health::ok;
    std::string subject{};  ///< "database", "vantage main".
    std::string says{};     ///< How it is.
    std::string to_do{};    ///< What to do; empty where all is well.
};

/// "warning  clock  …" and, where something is to be done, a second line with that.
[[nodiscard]] std::string lines_of(finding const& one);

/// 0: all is well. 1: at least one fault. 4: warnings, no fault.
[[nodiscard]] int exit_status_of(std::vector<finding> const& all);

/// A configuration that was accepted: what it was warned about, and what it leaves out that an audit needs.
[[nodiscard]] std::vector<finding> judge_config(config const& settings);
/// A configuration that was refused.
[[nodiscard]] std::vector<finding> judge_refused(std::vector<bad_config> const& problems);

/// @param connections that we want for ourselves.
[[nodiscard]] std::vector<finding> judge_server(server_facts const& server, int connections);
/// @param pending migrations that are not applied yet.
[[nodiscard]] finding judge_schema(int pending);
[[nodiscard]] finding judge_installation(content_facts const& content, bool simulated);
[[nodiscard]] finding judge_partitions(content_facts const& content, server_facts const& server,
                                       utc_day today);

/// @param failure why there is no token; none: there is one.
[[nodiscard]] finding judge_credential(std::string const& vantage, std::optional<probe_failure> failure);

/// What the presence endpoint said: of items known to be live, one after another until one was public, and of
/// an id that nobody has.
struct presence_answers {
    std::vector<tiktok::presence_reading> live{};
    tiktok::presence_reading invented{};
};
[[nodiscard]] finding judge_presence(presence_answers const& said);

/// @param ahead how far our clock is ahead of a server's; none: no server told its time.
[[nodiscard]] finding judge_clock(std::optional<std::chrono::milliseconds> ahead);

struct disk_facts {
    std::string folder{};
    std::int64_t free_bytes = 0;
    std::int64_t all_bytes = 0;
};
/// @param disk that the database is on; none: not known. @param items that grow by a day's verdicts each.
[[nodiscard]] finding judge_disk(std::optional<disk_facts> const& disk, std::int64_t items);

/// @param newest the last run, whatever became of it. @param valid the last one whose API arm was valid.
[[nodiscard]] finding judge_last_run(std::optional<run_summary> const& newest,
                                     std::optional<run_summary> const& valid, utc_time now);

}  // namespace lacuna
