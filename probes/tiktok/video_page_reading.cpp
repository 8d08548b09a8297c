// Reading an answer of /v2/research/video/query/: no I/O.

#include "probes/json_reading.hpp"
#include "probes/tiktok/canonical_json.hpp"
#include "probes/tiktok/research_probe.hpp"

#include <array>
#include <string_view>
#include <unordered_set>

namespace lacuna::tiktok {
namespace {

using rapidjson::Value;

constexpr std::size_t most_rows = 1000;  // The API returns at most 100.
constexpr std::array<std::string_view, 5> count_names{"view_count", "like_count", "comment_count",
                                                      "share_count", "favorites_count"};

/// What an error code means and what to do about it (PLATFORM-APIS 1.4).
struct ruling {
    std::string_view code;
    probe_failure failure;
    advice then;
};
constexpr std::array rulings{
    ruling{"access_token_invalid", probe_failure::refused, advice::back_off},
    ruling{"scope_not_authorized", probe_failure::refused, advice::give_up},
    ruling{"scope_permission_missed", probe_failure::refused, advice::give_up},
    ruling{"invalid_params", probe_failure::refused, advice::give_up},
    ruling{"invalid_param", probe_failure::refused, advice::give_up},
    ruling{"invalid_request", probe_failure::refused, advice::give_up},
    ruling{"rate_limit_exceeded", probe_failure::rate_limited, advice::back_off},
    ruling{"daily_quota_limit_exceeded", probe_failure::rate_limited, advice::stop_until_midnight},
    ruling{"internal_error", probe_failure::server_error, advice::back_off},
    ruling{"timeout", probe_failure::server_error, advice::back_off},
};

/// "Search Id 7378809778820092971 is invalid or expired", "Invalid count or cursor".
bool search_is_lost(std::string_view message) noexcept {
    auto const has = [message](std::string_view words) { return message.find(words) != message.npos; };
    return (has("Search Id") && has("invalid or expired")) || has("Invalid count or cursor");
}

/// Sets what to do from the envelope's code, or from the status where the code says nothing.
void rule(video_page& page) {
    for (auto const& known : rulings) {
        if (page.error_code != known.code) continue;
        page.failure = known.failure;
        page.then = known.then;
        if (known.code == "access_token_invalid") page.retry_after = std::chrono::seconds{0};
        bool const about_parameters = known.code.starts_with("invalid_");
        if (about_parameters && search_is_lost(page.error_message)) page.then = advice::restart_search;
        return;
    }
    page.failure = failure_of_status(page.http_status);
    if (!page.failure && page.error_code == "ok") return;
    if (!page.failure) page.failure = probe_failure::unreadable;
    page.then = page.http_status == 403 ? advice::give_up : advice::back_off;
    if (page.http_status == 401) page.retry_after = std::chrono::seconds{0};
}

/// {"error":{"code",…}}; also the flat forms: {"code",…} and the token endpoint's {"error":"invalid_client"}.
void read_envelope(Value const& answer, video_page& page) {
    auto const* const nested = member_of(answer, "error");
    auto const& error = nested != nullptr && nested->IsObject() ? *nested : answer;
    auto code = text_member(error, "code");
    if (nested != nullptr && nested->IsString()) code = text_of(*nested);
    page.error_code = storable(code, 100);
    page.error_message = storable(text_member(error, "message"), 300);
    page.log_id = storable(text_member(error, "log_id"), 100);
}

/// @return none for a row without an id that fits.
std::optional<video_row> read_row(Value const& video) {
    if (!video.IsObject()) return std::nullopt;
    video_row row;
    std::optional<std::int64_t> id;
    std::optional<std::int64_t> other_id;
    bool id_named = false;
    canonical_object rest;
    for (auto const& member : video.GetObject()) {
        auto const name = text_of(member.name);
        auto const& value = member.value;
        if (name == "id") {
            id_named = true;
            id = whole_number(value);
            continue;
        }
        if (name == "video_id") {
            other_id = whole_number(value);
            continue;
        }
        if (name == "create_time" && value.IsInt64()) {
            // Beyond the year 9999 it is no time that could be stored.
            if (value.GetInt64() > 0 && value.GetInt64() < 253'402'300'800)
                row.created_at.emplace(std::chrono::seconds{value.GetInt64()});
            continue;
        }
        auto const* const count = std::find(count_names.begin(), count_names.end(), name);
        if (count != count_names.end() && value.IsInt64()) {
            row.counts[static_cast<std::size_t>(count - count_names.begin())] = value.GetInt64();
            continue;
        }
        if (name == "username" && value.IsString()) row.username = text_of(value);
        if (name == "region_code" && value.IsString()) row.region = text_of(value);
        rest.add(name, value);
    }
    if (!id_named) id = other_id;
    if (!id) return std::nullopt;
    row.id = *id;
    row.metadata = rest.text(metadata_limit);
    return row;
}

void read_rows(Value const& videos, video_page& page) {
    std::unordered_set<std::int64_t> seen;
    auto const list = videos.GetArray();
    page.rows.reserve(std::min<std::size_t>(list.Size(), 100));
    std::size_t at = 0;
    for (auto const& video : list) {
        auto row = at++ < most_rows ? read_row(video) : std::nullopt;
        if (!row) {
            ++page.unreadable_rows;
        } else if (!seen.insert(row->id).second) {
            ++page.duplicate_rows;
        } else {
            page.rows.push_back(std::move(*row));
        }
    }
}

/// @return false if it is not the documented shape. No `data` at all is no answer, whatever the code
/// says (PLATFORM-APIS 1.2).
bool read_data(Value const& answer, video_page& page) {
    auto const* const data = member_of(answer, "data");
    if (data == nullptr) return false;
    if (!data->IsObject()) return false;

    if (auto const* const more = member_of(*data, "has_more")) {
        if (!more->IsBool()) return false;
        page.has_more = more->GetBool();
    }
    if (auto const* const cursor = member_of(*data, "cursor")) {
        auto const number = whole_number(*cursor);
        if (number) page.cursor = *number;
        // Taken for the last page, it would make absent what stands on the next one.
        if (!number && page.has_more) return false;
    }
    if (auto const* const search = member_of(*data, "search_id")) {
        if (search->IsString()) page.search_id = text_of(*search);
        if (search->IsInt64()) page.search_id = std::to_string(search->GetInt64());
    }
    auto const* const videos = member_of(*data, "videos");
    if (videos == nullptr) return page.has_more;
    if (!videos->IsArray()) return false;
    read_rows(*videos, page);
    return true;
}

}  // namespace

video_page read_video_page(unsigned http_status, std::string body) {
    video_page page{.http_status = http_status, .body = std::move(body)};
    auto const answer = read_json(page.body);
    if (answer) read_envelope(*answer, page);
    rule(page);
    if (page.failure) return page;

    if (!read_data(*answer, page)) {
        page.failure = probe_failure::unreadable;
        page.then = advice::back_off;
        page.rows.clear();
        page.has_more = false;
    }
    return page;
}

}  // namespace lacuna::tiktok
