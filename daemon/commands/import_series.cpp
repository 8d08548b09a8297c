#include "daemon/commands/import_watchlist.hpp"
#include "daemon/watchlist/item_reference.hpp"

#include <array>
#include <optional>
#include <set>
#include <utility>

namespace lacuna {
namespace {

std::string_view next_until(std::string_view& rest, char end) {
    auto const at = rest.find(end);
    auto const part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    return part;
}

std::optional<verdict_kind> kind_of(std::string_view state) {
    if (state == "available") return verdict_kind::imported_available;
    if (state == "not_available") return verdict_kind::imported_not_available;
    if (state == "error") return verdict_kind::imported_error;
    return std::nullopt;
}

checked<imported_state> read_line(std::string_view line) {
    auto const day = read_day(next_until(line, ','));
    if (!day) return bad_input{"date", "must be a day like 2025-05-09"};
    auto const item = read_item_reference(next_until(line, ','));
    if (!item) return bad_input{"video_id", item.error().wrong};
    auto const kind = kind_of(line);
    if (!kind) return bad_input{"state", "must be available, not_available or error"};
    return imported_state{.day = *day, .platform_id = item->platform_id, .kind = *kind};
}

}  // namespace

checked<std::vector<imported_state>> read_series(std::string_view text) {
    auto line_of = [&text] {
        auto line = next_until(text, '\n');
        if (line.ends_with('\r')) line.remove_suffix(1);
        return line;
    };
    if (line_of() != "date,video_id,state") return bad_input{"line 1", "must be date,video_id,state"};
    std::vector<imported_state> states;
    std::set<std::pair<utc_day, std::int64_t>> seen;
    for (std::size_t number = 2; !text.empty(); ++number) {
        auto const line = line_of();
        if (line.empty()) continue;
        auto const place = "line " + std::to_string(number);
        auto const state = read_line(line);
        if (!state) return bad_input{place + ", column " + state.error().where, state.error().wrong};
        if (!seen.emplace(state->day, state->platform_id).second)
            return bad_input{place, "must not name a video twice on one day"};
        states.push_back(*state);
    }
    return states;
}

}  // namespace lacuna
