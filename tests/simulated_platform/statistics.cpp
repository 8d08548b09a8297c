#include "tests/simulated_platform/statistics.hpp"

#include "tests/simulated_platform/exchange.hpp"

#include <algorithm>

namespace lacuna::simulated {
namespace {

/// Appends `"key":` with the comma that it needs.
void append_key(std::string& out, std::string_view key) {
    if (out.back() != '{' && out.back() != '[') out += ',';
    append_json_text(out, key);
    out += ':';
}

void append(std::string& out, std::string_view key, std::uint64_t value) {
    append_key(out, key);
    out += std::to_string(value);
}

}  // namespace

void statistics::asked_presence_of(std::int64_t id, sys_seconds now) {
    auto& it = asked_[id];
    auto const day = std::chrono::floor<std::chrono::days>(now);
    if (it.day != day) it.oembed_that_day = 0;
    it.day = day;
    ++it.oembed;
    most_oembed_per_day_ = std::max(most_oembed_per_day_, ++it.oembed_that_day);
}

std::string statistics::json(access const& quota) const {
    std::string out = "{";
    append_key(out, "calls");
    out += '{';
    for (auto const& [endpoint, outcomes] : outcomes_) {
        std::uint64_t total = 0;
        for (auto const& [outcome, count] : outcomes) total += count;
        append_key(out, endpoint);
        out += '{';
        append(out, "total", total);
        if (auto const found = repeated_.find(endpoint); found != repeated_.end()) {
            append(out, "repeated_that_day", found->second);
        }
        for (auto const& [outcome, count] : outcomes) append(out, outcome, count);
        out += '}';
    }
    out += '}';
    append(out, "rows_returned", rows_);
    auto const distinct = [&](auto member) {
        return static_cast<std::uint64_t>(std::count_if(
            asked_.begin(), asked_.end(), [&](auto const& it) { return it.second.*member > 0; }));
    };
    append(out, "distinct_ids_asked_by_api", distinct(&asked::api));
    append(out, "distinct_ids_asked_by_oembed", distinct(&asked::oembed));
    append(out, "most_oembed_calls_for_an_id_in_a_day", most_oembed_per_day_);
    std::int64_t most = 0;
    append_key(out, "quota");
    out += '[';
    for (auto const& [where, use] : quota.by_day()) {
        most = std::max(most, use.spent + use.refused);
        if (out.back() != '[') out += ',';
        out += "{\"day\":\"" + write_day(where.first) + "\",\"client\":";
        append_json_text(out, where.second);
        out +=
            ",\"spent\":" + std::to_string(use.spent) + ",\"refused\":" + std::to_string(use.refused) + "}";
    }
    out += ']';
    append(out, "most_calls_in_a_day", static_cast<std::uint64_t>(most));
    out += "}\n";
    return out;
}

std::string statistics::asked_csv() const {
    std::string out = "video_id,oembed,api\n";
    for (auto const& [id, it] : asked_) {
        out += std::to_string(id) + "," + std::to_string(it.oembed) + "," + std::to_string(it.api) + "\n";
    }
    return out;
}

}  // namespace lacuna::simulated
