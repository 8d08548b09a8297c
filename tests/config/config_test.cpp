#include "daemon/config/config.hpp"
#include "tests/config/folder_of_files.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <random>
#include <sstream>

namespace lacuna {
namespace {

using namespace std::chrono_literals;

std::string text_of(std::filesystem::path const& file) {
    std::stringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

/// Every problem on a line of its own; "read" if there was none.
std::string problems_of(boost::system::result<config, std::vector<bad_config>> const& settings) {
    if (settings.has_value()) return "read";
    std::string all;
    for (auto const& problem : settings.error()) all += to_string(problem) + "\n";
    return all;
}

config read(std::string const& text) {
    auto const settings = read_config(text, "lacuna.toml");
    INFO(problems_of(settings));
    REQUIRE(settings.has_value());
    return *settings;
}

std::filesystem::path const source{LACUNA_SOURCE_DIR};

TEST_CASE("an empty configuration is one, with the defaults", "[config]") {
    ::unsetenv("LACUNA_DATABASE_URL");
    auto const settings = read("");

    CHECK(settings.database.url == "postgresql:///lacuna");
    CHECK(settings.server.listen_address == "127.0.0.1");
    CHECK(settings.server.listen_port == 8080);
    CHECK(settings.server.connections_max == 12'000);
    CHECK(settings.schedule.start == 3h);
    CHECK(settings.schedule.settle == 72h);
    CHECK(settings.tiktok.research.vantages.empty());
    CHECK(settings.tiktok.research.address.host == "open.tiktokapis.com");
    CHECK_FALSE(settings.tiktok.oembed.enabled);
    CHECK(settings.tiktok.oembed.calls_per_second == 1.0);
    CHECK(settings.tiktok.oembed.address.host == "www.tiktok.com");
    CHECK(settings.presence.max_age == 36h);
    CHECK(settings.retention.metadata == 720h);
    CHECK_FALSE(settings.simulated());
}

TEST_CASE("the example is a configuration, and says no default wrong", "[config]") {
    test::folder_of_files const folder;
    folder.write("secrets/tiktok-client-key", "key\n");
    folder.write("secrets/tiktok-client-secret", "hush\n");
    auto const example =
        read_config(text_of(source / "deploy/lacuna.example.toml"), folder.path() / "lacuna.toml");
    auto const defaults = read("");

    INFO(problems_of(example));
    REQUIRE(example.has_value());
    CHECK(example->warnings.empty());
    REQUIRE(example->tiktok.research.vantages.size() == 1);
    auto const& vantage = example->tiktok.research.vantages.front();
    CHECK(vantage.client_key.reveal() == "key");
    CHECK(vantage.client_secret.reveal() == "hush");
    CHECK(vantage.daily_calls == vantage_config{}.daily_calls);
    CHECK(vantage.reserve_calls == vantage_config{}.reserve_calls);
    CHECK(example->tiktok.oembed.enabled);
    CHECK(example->tiktok.oembed.address.user_agent == "Lacuna/" LACUNA_VERSION
                                                       " (+mailto:audit@example.org)");
    CHECK(example->database.connections == defaults.database.connections);
    CHECK(example->server.listen_port == defaults.server.listen_port);
    CHECK(example->server.connections_max == defaults.server.connections_max);
    CHECK(example->server.data_licence.name == defaults.server.data_licence.name);
    CHECK(example->server.data_licence.url == defaults.server.data_licence.url);
    CHECK(example->schedule.start == defaults.schedule.start);
    CHECK(example->schedule.settle == defaults.schedule.settle);
    CHECK(example->tiktok.research.concurrency == defaults.tiktok.research.concurrency);
    CHECK(example->tiktok.research.tries == defaults.tiktok.research.tries);
    CHECK(example->tiktok.oembed.concurrency == defaults.tiktok.oembed.concurrency);
    CHECK(example->tiktok.oembed.vantage == defaults.tiktok.oembed.vantage);
    CHECK(example->presence.max_age == defaults.presence.max_age);
    CHECK(example->retention.metadata == defaults.retention.metadata);
}

TEST_CASE("every bad configuration is refused with file, line, key and what was expected", "[config]") {
    ::unsetenv("LACUNA_TEST_UNSET");
    std::size_t tried = 0;
    for (auto const& entry : std::filesystem::directory_iterator{source / "tests/config/bad"}) {
        if (entry.path().extension() != ".toml") continue;
        auto const settings = read_config_file(entry.path());
        auto expected = entry.path();
        expected.replace_extension(".expected");
        auto const folder = entry.path().parent_path().string() + "/";
        auto said = problems_of(settings);
        for (auto at = said.find(folder); at != std::string::npos; at = said.find(folder))
            said.erase(at, folder.size());
        CHECK(said == text_of(expected));
        ++tried;
    }
    CHECK(tried >= 16);
}

TEST_CASE("the database comes from the file, then the environment, then the default", "[config]") {
    ::setenv("LACUNA_DATABASE_URL", "postgresql:///from_environment", 1);
    CHECK(read("").database.url == "postgresql:///from_environment");
    CHECK(read("[database]\nurl = 'postgresql:///from_file'").database.url == "postgresql:///from_file");
    ::setenv("LACUNA_DATABASE_URL", "", 1);
    CHECK(read("").database.url == "postgresql:///lacuna");
    ::unsetenv("LACUNA_DATABASE_URL");
}

TEST_CASE("what is simulated needs no contact and may be asked without a limit", "[config]") {
    auto const settings = read(
        "[simulation]\ncontrol_url = 'http://127.0.0.1:8081'\n"
        "[tiktok.oembed]\nenabled = true\nbase_url = 'http://127.0.0.1:8081'\ncalls_per_second = 0\n");

    CHECK(settings.simulated());
    CHECK(settings.simulation.control_url == "http://127.0.0.1:8081");
    CHECK(settings.tiktok.oembed.calls_per_second == 0);
    CHECK(settings.tiktok.oembed.address.user_agent == "Lacuna/" LACUNA_VERSION);
}

TEST_CASE("the licence of the data is the one that is named, with the address of its text", "[config]") {
    auto const settings =
        read("[server]\ndata_licence = { name = 'CC0 1.0', url = 'https://example.org/cc0?v=1#text' }\n");
    CHECK(settings.server.data_licence.name == "CC0 1.0");
    CHECK(settings.server.data_licence.url == "https://example.org/cc0?v=1#text");
    CHECK(read("[server.data_licence]").server.data_licence.name == "CC BY 4.0");
}

TEST_CASE("the reserve of a small quota is a fifth of it unless said", "[config]") {
    ::setenv("LACUNA_TEST_SECRET", "hush", 1);
    std::string const vantage =
        "[server]\ncontact = 'mailto:a@example.org'\n[[tiktok.research.vantage]]\nname = 'main'\n"
        "client_key_env = 'LACUNA_TEST_SECRET'\nclient_secret_env = 'LACUNA_TEST_SECRET'\ndaily_calls = "
        "100\n";
    CHECK(read(vantage).tiktok.research.vantages.front().reserve_calls == 20);
    CHECK(read(vantage + "reserve_calls = 99").tiktok.research.vantages.front().reserve_calls == 99);
    ::unsetenv("LACUNA_TEST_SECRET");
}

TEST_CASE("the server may listen on IPv6, and on any free port", "[config]") {
    auto const settings = read("[server]\nlisten = '[::1]:0'");
    CHECK(settings.server.listen_address == "::1");
    CHECK(settings.server.listen_port == 0);
    for (auto const* const text :
         {"8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80", "[::1]",
          "[127.0.0.1]:80", "[]:80", "127.0.0.1:80 "}) {
        INFO(text);
        CHECK_FALSE(read_config("[server]\nlisten = '" + std::string{text} + "'", "x").has_value());
    }
}

TEST_CASE("a secret that others may read is used with a warning", "[config]") {
    using std::filesystem::perms;
    test::folder_of_files const folder;
    std::filesystem::permissions(folder.write("key", "hush"), perms::owner_read | perms::group_read);
    auto const file = folder.write(
        "lacuna.toml",
        "[server]\ncontact = 'mailto:a@example.org'\n[[tiktok.research.vantage]]\nname = 'main'\n"
        "client_key_file = 'key'\nclient_secret_file = 'key'\n");
    auto const settings = read_config_file(file);
    REQUIRE(settings.has_value());
    REQUIRE(settings->warnings.size() == 2);
    CHECK(settings->warnings.front().line == 5);
    CHECK(to_string(settings->warnings.front()).find("chmod 600") != std::string::npos);
}

TEST_CASE("a file that cannot be read is said to be so", "[config]") {
    test::folder_of_files const folder;
    CHECK(problems_of(read_config_file("/no/such/lacuna.toml")) ==
          "/no/such/lacuna.toml: cannot be read: No such file or directory\n");
    CHECK(problems_of(read_config_file(folder.path())).find("cannot be read: it is a folder") !=
          std::string::npos);
    auto const large = folder.write("large.toml", std::string(1024 * 1024 + 1, '#'));
    CHECK(problems_of(read_config_file(large)).find("is larger than 1 MiB") != std::string::npos);
    CHECK(read_config_file(folder.write("just.toml", std::string(1024 * 1024, '#'))).has_value());
}

TEST_CASE("a table without a name is refused, with its line", "[config]") {
    for (auto const* const text : {"[", "[=x]", "[[ {", "[ \n", "[\x01]"}) {
        CHECK(problems_of(read_config("\n \t" + std::string{text}, "x.toml")) ==
              "x.toml:2: must have the name of a table after '['\n");
    }
    CHECK(problems_of(read_config("[]", "x.toml")).find("x.toml:1: is not TOML") == 0);
}

TEST_CASE("no text, however mangled, breaks the reader", "[config]") {
    auto const whole = text_of(source / "deploy/lacuna.example.toml");
    std::mt19937 chance{20261121};
    for (int round = 0; round < 300; ++round) {
        auto text = whole;
        for (int change = 0; change < 3; ++change) {
            auto const at = chance() % text.size();
            if (chance() % 2 == 0)
                text.erase(at, chance() % 20 + 1);
            else
                text[at] = "[]\"'={}\n\0x"[chance() % 10];
        }
        auto const settings = read_config(text, "lacuna.toml");
        if (!settings.has_value()) CHECK_FALSE(settings.error().empty());
    }
    CHECK_FALSE(read_config("a = " + std::string(100'000, '['), "x").has_value());
    CHECK_FALSE(read_config("a = " + std::string(100'000, '{'), "x").has_value());
}

}  // namespace
}  // namespace lacuna
