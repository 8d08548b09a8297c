#pragma once

#include "daemon/config/secrets.hpp"
#include "probes/http_client.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

// Everything that an operator may set. What is absent from the file has the value shown here; each struct is
// the table of its name, and deploy/lacuna.example.toml shows them all.

struct database_config {
    /// libpq URL or connection string. Absent: the environment's LACUNA_DATABASE_URL, and without that this.
    std::string url = "postgresql:///lacuna";
    int connections = 4;  ///< 1 to 32; each has a thread.
};

/// Under which terms the published data may be used.
struct licence_config {
    std::string name = "CC BY 4.0";
    std::string url = "https://creativecommons.org/licenses/by/4.0/";
};

struct server_config {
    std::string listen_address = "127.0.0.1";
    std::uint16_t listen_port = 8080;  ///< 0: any that is free.
    std::string public_url{};          ///< Without a '/' at its end; empty: not known.
    std::string title = "Lacuna";
    std::string operated_by{};             ///< Key `operator`.
    std::string contact{};                 ///< mailto: or https:; empty only while nothing live is asked.
    licence_config data_licence{};         ///< Both or none of its keys are given.
    std::size_t connections_max = 12'000;  ///< 16 to 100,000 at a time.
};

struct schedule_config {
    std::chrono::minutes start{180};  ///< Of the day, UTC.
    std::chrono::hours settle{72};    ///< 1 h to 30 d.
};

/// One credential of the Research API.
struct vantage_config {
    std::string name{};  ///< a-z, 0-9 and '-', up to 40; unique.
    secret client_key{};
    secret client_secret{};
    std::int64_t daily_calls = 1000;  ///< 1 to 1,000,000.
    std::int64_t reserve_calls =
        200;  ///< Less than daily_calls; absent: this, or a fifth of daily_calls if that is less.
};

struct research_config {
    http_address address{};       ///< From `base_url` and `ca_file`, with our User-Agent.
    std::size_t concurrency = 4;  ///< 1 to 64 calls at a time, a vantage.
    bool compare = false;         ///< `vantages = "compare"`: each asks everything; else they share it.
    int tries = 3;                ///< 1 to 10 for one batch, the first included.
    std::vector<vantage_config> vantages{};  ///< Key `vantage`; none: the API arm is off.
};

struct oembed_config {
    bool enabled = false;  ///< The presence arm is off unless said.
    http_address address{};
    double calls_per_second = 1.0;  ///< 0.01 to 1,000; 0, unlimited, only against this machine.
    std::size_t concurrency = 8;    ///< 1 to 256.
    std::string vantage = "here";   ///< Where we ask from: as a vantage's name.
};

struct tiktok_config {
    research_config research{};
    oembed_config oembed{};
};

struct presence_config {
    std::chrono::hours max_age{36};  ///< How long a reading holds; 1 h to 7 d.
};

struct retention_config {
    std::chrono::hours metadata{30 * 24};  ///< 1 d to 3660 d.
};

struct proxy_config {
    std::vector<std::string> trusted{};  ///< Addresses, as text in their canonical form.
};

struct simulation_config {
    /// Where the simulated platform's clock is set. Present: the whole installation is a simulated one.
    std::optional<std::string> control_url{};
};

struct log_config {
    enum class form { text, json } format = form::text;
    enum class threshold { debug, info, warning, error } level = threshold::info;
};

/// One reason why a file cannot be used, or, among the warnings, why it should be looked at.
struct bad_config {
    std::string file{};
    std::size_t line = 0;  ///< 1-based; 0: the file as a whole.
    std::string key{};     ///< "tiktok.oembed.calls_per_second"; empty where it is not TOML.
    std::string wrong{};   ///< "must be …, not …".
};
/// "lacuna.toml:7: tiktok.oembed.calls_per_second must be …, not …".
[[nodiscard]] std::string to_string(bad_config const& problem);

struct config {
    database_config database{};
    server_config server{};
    schedule_config schedule{};
    tiktok_config tiktok{};
    presence_config presence{};
    retention_config retention{};
    proxy_config proxy{};
    simulation_config simulation{};
    log_config log{};
    std::vector<bad_config> warnings{};  ///< For whoever starts us, to be printed once.

    [[nodiscard]] bool simulated() const noexcept { return simulation.control_url.has_value(); }
};

[[noreturn]] void throw_exception_from_error(std::vector<bad_config> const& problems,
                                             boost::source_location const& where);

/// Reads a configuration: TOML, strict. An unknown key is a problem: it is a misspelling.
/// @param file its name for messages; other files it names are relative to its folder.
/// @return the settings, or every problem there is, in the order of the lines.
[[nodiscard]] boost::system::result<config, std::vector<bad_config>> read_config(
    std::string_view text, std::filesystem::path const& file);
/// The same from the file itself, up to 1 MiB.
[[nodiscard]] boost::system::result<config, std::vector<bad_config>> read_config_file(
    std::filesystem::path const& file);

}  // namespace lacuna
