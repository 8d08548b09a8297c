#include "daemon/commands/command_line.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

#include <unistd.h>

using namespace lacuna;

namespace {

int call(std::vector<char const*> words) {
    words.insert(words.begin(), "lacuna");
    return command_line(static_cast<int>(words.size()), words.data());
}

/// A configuration of one line, gone with the test.
class file_with {
public:
    explicit file_with(std::string const& text)
        : path_{std::filesystem::temp_directory_path() /
                ("lacuna-command-line-" + std::to_string(::getpid()) + ".toml")} {
        std::ofstream{path_} << text;
    }
    ~file_with() { std::filesystem::remove(path_); }
    file_with(file_with const&) = delete;
    file_with& operator=(file_with const&) = delete;
    [[nodiscard]] char const* path() const { return path_.c_str(); }

private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("what cannot be meant ends with status 2, before anything is touched", "[command_line]") {
    file_with const good{"[database]\nurl = 'postgresql:///no-such-database?host=/nonexistent'\n"};
    file_with const* const config = &good;

    CHECK(call({}) == 2);
    CHECK(call({"--config", config->path()}) == 2);
    CHECK(call({"--config", config->path(), "dance"}) == 2);
    CHECK(call({"--config", "/nonexistent/lacuna.toml", "migrate"}) == 2);
    CHECK(call({"--config", config->path(), "import", "/nonexistent/list.csv", "--list", "x"}) == 2);
    CHECK(call({"--config", config->path(), "export", "verdicts", "--list", "x", "--day", "2026-01-01",
                "--from", "2026-01-01"}) == 2);
    CHECK(call({"--config", config->path(), "key", "create", "x", "--scope", "everything"}) == 2);
}

TEST_CASE("a misspelt setting ends with status 2", "[command_line]") {
    file_with const bad{"[databse]\nurl = 'postgresql:///lacuna'\n"};

    CHECK(call({"--config", bad.path(), "migrate"}) == 2);
}

TEST_CASE("help and version end with status 0", "[command_line]") {
    CHECK(call({"--help"}) == 0);
    CHECK(call({"--version"}) == 0);
    CHECK(call({"import", "--help"}) == 0);
}
