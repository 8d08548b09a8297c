#include "daemon/config/config.hpp"

#include "daemon/config/texts.hpp"
#include "daemon/config/toml_table.hpp"
#include "daemon/config/units.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace lacuna {
namespace {

using namespace std::chrono_literals;
using reading = boost::system::result<config, std::vector<bad_config>>;

constexpr std::size_t largest_file = 1024 * 1024;

void read_database(toml_table in, database_config& into) {
    bool const given = in.text("url", into.url, texts::any_line(2000));
    auto const* const preset = std::getenv("LACUNA_DATABASE_URL");
    if (!given && preset != nullptr && *preset != '\0') into.url = preset;
    in.integer("connections", into.connections, 1, 32);
}

void read_licence(toml_table in, licence_config& into) {
    bool const named = in.text("name", into.name, texts::any_line(100));
    bool const linked = in.text("url", into.url, texts::web_address);
    if (named == linked) return;
    // One licence's name beside another one's text would be worse than none.
    auto const* const other = named ? "url" : "name";
    if (!in.has(other)) in.refuse(other, "is missing: a licence has a name and the address of its text");
}

void read_server(toml_table in, server_config& into, problem_list& problems) {
    std::string listen;
    if (in.text("listen", listen, texts::endpoint)) {
        auto const where = texts::read_endpoint(listen);
        into.listen_address = where->first;
        into.listen_port = where->second;
    }
    if (in.text("public_url", into.public_url, texts::page_url)) {
        while (into.public_url.ends_with('/')) into.public_url.pop_back();
    }
    in.text("title", into.title, texts::any_line(200));
    in.text("operator", into.operated_by, texts::any_line(200));
    in.text("contact", into.contact, texts::contact);
    if (auto const* const licence = in.table("data_licence"))
        read_licence({licence, in.path_of("data_licence"), problems}, into.data_licence);
    in.integer("connections_max", into.connections_max, 16, 100'000);
}

void read_schedule(toml_table in, schedule_config& into) {
    std::string start;
    auto const time_of_day = [](std::string const& text) {
        return std::string{read_time_of_day(text) ? "" : "must be a time of day, UTC, like \"03:00\""};
    };
    if (in.text("start", start, time_of_day)) into.start = *read_time_of_day(start);
    in.duration("settle", into.settle, 1h, std::chrono::hours{30 * 24});
}

void read_vantage(toml_table in, vantage_config& into) {
    in.text("name", into.name, texts::name);
    if (!in.has("name")) in.refuse("name", "is missing: each vantage has a name of its own, like \"main\"");
    in.secret_at("client_key", into.client_key);
    in.secret_at("client_secret", into.client_secret);
    in.integer("daily_calls", into.daily_calls, 1, 1'000'000);
    if (!in.integer("reserve_calls", into.reserve_calls, 0, 1'000'000)) {
        into.reserve_calls = std::min(into.reserve_calls, into.daily_calls / 5);
    }
    if (into.reserve_calls >= into.daily_calls) {
        in.refuse("reserve_calls",
                  "must be less than daily_calls, which is " + std::to_string(into.daily_calls));
    }
}

void read_address(toml_table& in, http_address& into, std::string const& standard) {
    into = *read_base_url(standard);
    std::string url;
    auto const usable = [](std::string const& text) {
        auto const address = read_base_url(text);
        return address.has_value() ? std::string{} : address.error();
    };
    if (in.text("base_url", url, usable)) into = *read_base_url(url);
    in.readable_file("ca_file", into.ca_file);
}

void read_research(toml_table in, research_config& into, problem_list& problems) {
    read_address(in, into.address, "https://open.tiktokapis.com");
    in.integer("concurrency", into.concurrency, 1, 64);
    in.integer("tries", into.tries, 1, 10);
    in.word<bool>("vantages", into.compare, {{"share", false}, {"compare", true}});
    std::set<std::string> names;
    for (auto const* const table : in.tables("vantage")) {
        auto& vantage = into.vantages.emplace_back();
        read_vantage({table, in.path_of("vantage"), problems}, vantage);
        if (vantage.name.empty() || names.insert(vantage.name).second) continue;
        problems.problems.push_back(
            {.file = problems.file,
             .line = table->get("name")->source().begin.line,
             .key = in.path_of("vantage.name"),
             .wrong = "must differ from the other vantages', not be \"" + vantage.name + "\" again"});
    }
}

void read_oembed(toml_table in, oembed_config& into, bool simulated) {
    in.boolean("enabled", into.enabled);
    read_address(in, into.address, "https://www.tiktok.com");
    in.integer("concurrency", into.concurrency, 1, 256);
    in.text("vantage", into.vantage, texts::name);
    if (!in.real("calls_per_second", into.calls_per_second, 0, 1000)) return;
    if (into.calls_per_second == 0 && !simulated && !texts::is_this_machine(into.address.host)) {
        in.refuse("calls_per_second",
                  "must be more than 0: without a limit only a server on this machine may be asked");
    } else if (into.calls_per_second > 0 && into.calls_per_second < 0.01) {
        in.refuse("calls_per_second", "must be 0.01 or more");
    }
}

void read_tiktok(toml_table in, tiktok_config& into, bool simulated, problem_list& problems) {
    read_research({in.table("research"), "tiktok.research", problems}, into.research, problems);
    read_oembed({in.table("oembed"), "tiktok.oembed", problems}, into.oembed, simulated);
}

void read_log(toml_table in, log_config& into) {
    using form = log_config::form;
    using threshold = log_config::threshold;
    in.word<form>("format", into.format, {{"text", form::text}, {"json", form::json}});
    in.word<threshold>("level", into.level,
                       {{"debug", threshold::debug},
                        {"info", threshold::info},
                        {"warning", threshold::warning},
                        {"error", threshold::error}});
}

void read_small_tables(toml_table& all, config& into, problem_list& problems) {
    toml_table{all.table("presence"), "presence", problems}.duration("max_age", into.presence.max_age, 1h,
                                                                     std::chrono::hours{7 * 24});
    toml_table{all.table("retention"), "retention", problems}.duration(
        "metadata", into.retention.metadata, std::chrono::hours{24}, std::chrono::hours{3660 * 24});
    toml_table{all.table("proxy"), "proxy", problems}.texts("trusted", into.proxy.trusted, texts::ip_address);
    read_log({all.table("log"), "log", problems}, into.log);
}

/// What only shows when everything has been read: what is simulated asks nobody else, what is live says who
/// asks.
void check_together(config const& read, toml::table const* tiktok, problem_list& problems) {
    bool const api = !read.tiktok.research.vantages.empty();
    bool const presence = read.tiktok.oembed.enabled;
    auto const line_of = [&](char const* key) {
        auto const* const table = tiktok == nullptr ? nullptr : tiktok->get(key);
        return table == nullptr ? 0 : table->source().begin.line;
    };
    auto const refuse = [&](std::size_t line, std::string key, std::string wrong) {
        problems.problems.push_back(
            {.file = problems.file, .line = line, .key = std::move(key), .wrong = std::move(wrong)});
    };
    if (!read.simulated()) {
        if ((api || presence) && read.server.contact.empty()) {
            refuse(api ? line_of("research") : line_of("oembed"), "server.contact",
                   "is missing: who asks a platform says how to be reached, like \"mailto:you@example.org\"");
        }
        return;
    }
    std::string const wrong = "must be an address on this machine: with [simulation] nothing else is asked";
    if (api && !texts::is_this_machine(read.tiktok.research.address.host)) {
        refuse(line_of("research"), "tiktok.research.base_url", wrong);
    }
    if (presence && !texts::is_this_machine(read.tiktok.oembed.address.host)) {
        refuse(line_of("oembed"), "tiktok.oembed.base_url", wrong);
    }
}

void read_all(toml::table const& file, config& into, problem_list& problems) {
    toml_table all{&file, "", problems};
    std::string control_url;
    if (auto const* const simulation = all.table("simulation")) {
        toml_table in{simulation, "simulation", problems};
        into.simulation.control_url = "";
        if (in.text("control_url", control_url, texts::control_url))
            into.simulation.control_url = control_url;
        else if (!simulation->contains("control_url"))
            in.refuse("control_url", "is missing, like \"http://127.0.0.1:8081\"");
    }
    read_database({all.table("database"), "database", problems}, into.database);
    read_server({all.table("server"), "server", problems}, into.server, problems);
    read_schedule({all.table("schedule"), "schedule", problems}, into.schedule);
    auto const* const tiktok = all.table("tiktok");
    read_tiktok({tiktok, "tiktok", problems}, into.tiktok, into.simulated(), problems);
    read_small_tables(all, into, problems);
    check_together(into, tiktok, problems);

    std::string const agent =
        "Lacuna/" LACUNA_VERSION + (into.server.contact.empty() ? "" : " (+" + into.server.contact + ")");
    into.tiktok.research.address.user_agent = agent;
    into.tiktok.oembed.address.user_agent = agent;
}

/// The first line that opens a table and does not go on with its name; 0 if none does. toml++ 3.3 takes the
/// name for granted there (parser.inl, parse_table_header). No value of ours has a line that begins so.
std::size_t nameless_table(std::string_view text) {
    auto const starts_name = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view{"_-\"']"}.find(c) != std::string_view::npos;
    };
    auto const skip_blanks = [&text] {
        text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    };
    for (std::size_t line = 1; !text.empty(); ++line) {
        skip_blanks();
        bool const opens = text.starts_with('[');
        text.remove_prefix(text.starts_with("[[") ? 2 : opens ? 1 : 0);
        skip_blanks();
        if (opens && (text.empty() || !starts_name(text.front()))) return line;
        auto const end = text.find('\n');
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    return 0;
}

reading refused(bad_config problem) { return std::vector<bad_config>{std::move(problem)}; }

}  // namespace

std::string to_string(bad_config const& problem) {
    auto text = problem.file;
    if (problem.line > 0) text += ':' + std::to_string(problem.line);
    text += ": ";
    if (!problem.key.empty()) text += problem.key + ' ';
    return text + problem.wrong;
}

void throw_exception_from_error(std::vector<bad_config> const& problems,
                                boost::source_location const& where) {
    throw std::logic_error{"unchecked configuration at " + where.to_string() +
                           (problems.empty() ? "" : ": " + to_string(problems.front()))};
}

reading read_config(std::string_view text, std::filesystem::path const& file) {
    problem_list problems{.file = file.string()};
    if (auto const line = nameless_table(text); line != 0)
        return refused(
            {.file = problems.file, .line = line, .wrong = "must have the name of a table after '['"});
    auto const parsed = toml::parse(text);
    if (!parsed) {
        auto const& fault = parsed.error();
        return refused({.file = problems.file,
                        .line = fault.source().begin.line,
                        .wrong = "is not TOML: " + std::string{fault.description()}});
    }
    config read;
    read_all(parsed.table(), read, problems);
    if (problems.problems.empty()) {
        read.warnings = std::move(problems.warnings);
        return read;
    }
    std::stable_sort(problems.problems.begin(), problems.problems.end(),
                     [](bad_config const& a, bad_config const& b) { return a.line < b.line; });
    return std::move(problems.problems);
}

reading read_config_file(std::filesystem::path const& file) {
    std::ifstream bytes{file, std::ios::binary};
    std::error_code unknown;
    if (!bytes || std::filesystem::is_directory(file, unknown)) {
        auto const* const why = bytes ? "it is a folder" : std::strerror(errno);
        return refused({.file = file.string(), .wrong = std::string{"cannot be read: "} + why});
    }
    std::string text(largest_file + 1, '\0');
    bytes.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(bytes.gcount()));
    if (text.size() > largest_file) return refused({.file = file.string(), .wrong = "is larger than 1 MiB"});
    return read_config(text, file);
}

}  // namespace lacuna
