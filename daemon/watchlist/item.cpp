#include "daemon/watchlist/item.hpp"

#include <array>
#include <utility>

namespace lacuna {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::pair<selection, std::string_view>, 4> selection_names{{
    {selection::random, "random"},
    {selection::census, "census"},
    {selection::convenience, "convenience"},
    {selection::chosen_for_being_missing, "chosen_for_being_missing"},
}};

}  // namespace

std::string_view to_string(creation_source source) noexcept {
    switch (source) {
        case creation_source::presence: return "presence";
        case creation_source::metadata: return "metadata";
        case creation_source::given: return "given";
        case creation_source::id: return "id";
    }
    return "";
}

std::string_view to_string(selection how) noexcept {
    for (auto const& [value, name] : selection_names) {
        if (value == how) return name;
    }
    return "";
}

std::optional<selection> read_selection(std::string_view text) noexcept {
    for (auto const& [value, name] : selection_names) {
        if (name == text) return value;
    }
    return std::nullopt;
}

std::optional<std::chrono::sys_seconds> creation_from_id(std::int64_t platform_id, utc_time now) {
    constexpr std::chrono::sys_days first{2014y / std::chrono::January / 1};
    if (platform_id < 0) return std::nullopt;
    std::chrono::sys_seconds const at{std::chrono::seconds{platform_id >> 32}};
    if (at < first || at > now) return std::nullopt;
    return at;
}

}  // namespace lacuna
