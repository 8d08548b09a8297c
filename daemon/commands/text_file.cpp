#include "daemon/commands/text_file.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace lacuna {

std::string text_of_file(std::string const& path) {
    constexpr std::uintmax_t largest = std::uintmax_t{1} << 30;
    std::error_code error;
    auto const size = std::filesystem::file_size(path, error);
    std::ifstream file{path, std::ios::binary};
    if (error || !file) throw std::runtime_error{"cannot read " + path};
    if (size > largest) throw std::runtime_error{path + " is over 1 GiB: split it"};
    std::string text(size, '\0');
    file.read(text.data(), static_cast<std::streamsize>(size));
    if (!file) throw std::runtime_error{"cannot read " + path + " to its end"};
    return text;
}

}  // namespace lacuna
