#pragma once

#include <boost/system/result.hpp>

#include <filesystem>
#include <string>
#include <utility>

namespace lacuna {

/// A text that must not end up in a log, a page or a core of words: it cannot be printed, compared or
/// converted, only revealed, and whoever calls that can be found by its name.
class secret {
public:
    secret() = default;
    explicit secret(std::string value) : value_{std::move(value)} {}

    [[nodiscard]] std::string const& reveal() const noexcept { return value_; }

private:
    std::string value_{};
};

/// A secret that was read, and whether others on this machine could read it as well.
struct secret_reading {
    secret value{};
    bool open_to_others = false;  ///< The file's mode lets its group or everybody read it.
};

/// Reads a file that holds nothing but the secret, up to 4,096 bytes; line ends after it are not part of it.
/// @return what is wrong, in words for the configuration's reader and without what was read.
[[nodiscard]] boost::system::result<secret_reading, std::string> read_secret_file(
    std::filesystem::path const& path);

/// Reads the environment variable `name`; the same rules.
[[nodiscard]] boost::system::result<secret_reading, std::string> read_secret_variable(
    std::string const& name);

/// Reads a credential that systemd passes to this process alone (systemd.exec(5), LoadCredential): the file
/// `name` in the folder that CREDENTIALS_DIRECTORY names. Whom that folder is open to is systemd's affair.
[[nodiscard]] boost::system::result<secret_reading, std::string> read_secret_credential(
    std::string const& name);

}  // namespace lacuna
