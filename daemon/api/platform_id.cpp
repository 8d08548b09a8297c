#include "daemon/api/platform_id.hpp"

#include "probes/sha256.hpp"

#include <array>
#include <charconv>

namespace lacuna::api {
namespace {

std::optional<std::int64_t> read_positive(std::string_view digits, int base) {
    std::int64_t number = 0;
    auto const* const end = digits.data() + digits.size();
    auto const [stop, error] = std::from_chars(digits.data(), end, number, base);
    if (error != std::errc{} || stop != end || number < 0 || digits.starts_with('-')) return {};
    return number;
}

}  // namespace

std::optional<std::int64_t> read_platform_id(std::string_view platform, std::string_view id) {
    if (platform != "tiktok" || id.starts_with('0')) return {};
    return read_positive(id, 10);
}

std::string to_cursor(std::int64_t place) {
    std::array<char, 32> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), place, 36).ptr;
    std::string const text{digits.data(), end};
    return text + "." +
           to_hex(sha256(text)).substr(0, 4);  // So that a typing error is not a page of its own.
}

std::optional<std::int64_t> read_cursor(std::string_view text) {
    auto const place = read_positive(text.substr(0, text.find('.')), 36);
    if (!place || to_cursor(*place) != text) return {};
    return place;
}

}  // namespace lacuna::api
