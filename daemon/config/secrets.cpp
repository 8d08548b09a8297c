#include "daemon/config/secrets.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string_view>

namespace lacuna {
namespace {

using reading = boost::system::result<secret_reading, std::string>;
constexpr std::size_t longest_secret = 4096;

reading refused(std::string why) { return {boost::system::in_place_error, std::move(why)}; }

reading secret_of(std::string_view text, std::string const& place) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty()) return refused(place + " is empty");
    bool const printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (!printable)
        return refused(place + " holds something else than one line of printable ASCII without blanks");
    return secret_reading{.value = secret{std::string{text}}};
}

}  // namespace

reading read_secret_file(std::filesystem::path const& path) {
    auto const place = "the file " + path.string();
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return refused(place + " cannot be read: " + std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return refused(place + " is not a file");
    std::ifstream file{path, std::ios::binary};
    if (!file) return refused(place + " cannot be read: " + std::strerror(errno));
    std::array<char, longest_secret + 1> bytes{};
    file.read(bytes.data(), bytes.size());
    auto const length = static_cast<std::size_t>(file.gcount());
    if (length > longest_secret) return refused(place + " is longer than 4096 bytes");

    auto read = secret_of({bytes.data(), length}, place);
    if (read.has_value()) read->open_to_others = (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
    return read;
}

reading read_secret_variable(std::string const& name) {
    auto const place = "the environment variable " + name;
    auto const* const value = std::getenv(name.c_str());
    if (value == nullptr) return refused(place + " is not set");
    if (std::strlen(value) > longest_secret) return refused(place + " is longer than 4096 bytes");
    return secret_of(value, place);
}

reading read_secret_credential(std::string const& name) {
    if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos)
        return refused("the credential " + name + " is not the name of a file");
    auto const* const folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr || *folder == '\0')
        return refused(
            "there are no credentials (CREDENTIALS_DIRECTORY is not set): start through systemd, or "
            "lacunactl");
    auto read = read_secret_file(std::filesystem::path{folder} / name);
    if (read.has_value()) read->open_to_others = false;
    return read;
}

}  // namespace lacuna
