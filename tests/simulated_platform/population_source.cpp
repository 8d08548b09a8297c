#include "tests/simulated_platform/population_source.hpp"

#include "tests/simulated_platform/chance.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <unordered_set>

namespace lacuna::simulated {
namespace {

using std::chrono::days;
using std::chrono::seconds;

enum question : std::uint64_t {
    of_time = 100,
    of_recent,
    of_id,
    of_creator,
    of_name,
    of_late,
    of_late_days,
    of_offset
};

std::string creator_name(std::uint64_t seed, std::uint64_t number) {
    static constexpr std::array<std::string_view, 16> parts{
        "la", "mi", "ko", "ra", "te", "su", "no", "vi", "del", "mar", "zo", "pin", "ber", "ha", "jo", "lu"};
    auto const bits = draw(seed, of_name, number);
    std::string name;
    for (unsigned shift = 0; shift < 12; shift += 4) name += parts[(bits >> shift) & 15];
    if (bits & 0x1000) name += '_';
    return name + std::to_string(number);
}

std::string drawn_creator(scenario const& from, std::uint64_t key) {
    // Some creators post much more than others.
    double const u = share_of(draw(from.seed, of_creator, key));
    auto const number = static_cast<std::uint64_t>(static_cast<double>(from.creators) * std::pow(u, 1.5));
    return creator_name(from.seed, number);
}

/// create_time lies 13 to 72 s after the id's second, as recorded (48 s at most is usual), or days after it.
sys_seconds posted(scenario const& from, std::int64_t id, sys_seconds made) {
    auto const offset = 13 + draw(from.seed, of_offset, id) % 60;
    auto created = made + seconds{offset};
    if (share_of(draw(from.seed, of_late, id)) < from.posted_late_share) {
        auto const most = static_cast<std::uint64_t>(from.posted_late_days) * 86'400;
        created += days{1} + seconds{draw(from.seed, of_late_days, id) % most};
    }
    return created;
}

std::vector<std::string> fields_of(std::string const& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (char const c : line) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    return fields;
}

std::size_t column(std::vector<std::string> const& header, std::string_view name) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

}  // namespace

std::vector<video_source> generated_sources(scenario const& from) {
    auto const period = static_cast<double>((from.created_to - from.created_from).count());
    auto const recent = std::min(period, static_cast<double>(from.recent_days) * 86'400);
    std::vector<video_source> sources;
    sources.reserve(static_cast<std::size_t>(from.items));
    std::unordered_set<std::int64_t> seen;
    seen.reserve(sources.capacity());
    for (std::uint64_t key = 0; sources.size() < static_cast<std::size_t>(from.items); ++key) {
        double const u = share_of(draw(from.seed, of_time, key));
        bool const is_recent = share_of(draw(from.seed, of_recent, key)) < from.recent_share;
        double const place = is_recent ? period - recent + u * recent : u * period;
        auto const made = from.created_from + seconds{static_cast<std::int64_t>(place)};
        auto const low = draw(from.seed, of_id, key) & 0xFFFF'FFFFU;
        auto const id = (made.time_since_epoch().count() << 32) | static_cast<std::int64_t>(low);
        if (!seen.insert(id).second) continue;
        sources.push_back(
            {.id = id, .created = posted(from, id, made), .username = drawn_creator(from, key)});
    }
    return sources;
}

std::vector<video_source> read_sources(scenario const& from) {
    std::ifstream file{from.ids_from};
    std::string line;
    if (!file || !std::getline(file, line)) throw bad_scenario{from.ids_from.string() + ": cannot be read"};
    auto const header = fields_of(line);
    auto const id_at = column(header, "video_id");
    auto const name_at = column(header, "username");
    auto const region_at = column(header, "region");
    if (id_at == header.size()) throw bad_scenario{from.ids_from.string() + ": expected a column video_id"};
    std::vector<video_source> sources;
    std::unordered_set<std::int64_t> seen;
    while (std::getline(file, line)) {
        auto const fields = fields_of(line);
        if (fields.size() <= id_at) continue;
        std::int64_t id = 0;
        auto const& text = fields[id_at];
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
        if (error != std::errc{} || end != text.data() + text.size() || id <= 0 || !seen.insert(id).second)
            continue;
        sys_seconds made{seconds{id >> 32}};
        // An id that holds no date (legacy, "12345") still belongs to a video: it gets one of TikTok's first
        // years.
        auto const oldest = std::chrono::sys_days{std::chrono::year{2014} / 9 / 1};
        if (made < oldest) made = oldest + seconds{draw(from.seed, of_time, id) % (730 * 86'400)};
        auto name = name_at < fields.size() ? fields[name_at] : std::string{};
        if (name.empty()) name = drawn_creator(from, static_cast<std::uint64_t>(id));
        sources.push_back({.id = id,
                           .created = posted(from, id, made),
                           .username = std::move(name),
                           .region = region_at < fields.size() ? fields[region_at] : std::string{}});
    }
    return sources;
}

}  // namespace lacuna::simulated
