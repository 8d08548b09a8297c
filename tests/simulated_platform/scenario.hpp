#pragma once

#include "tests/simulated_platform/calendar.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lacuna::simulated {

/// A scenario that cannot be meant; what() names the place ("faults[2].probability") and what is expected
/// there.
class bad_scenario : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A dated process that alters the population.
struct change {
    enum class kind {
        delete_daily,   ///< Of what is left, `share` disappears each day of [from, to), at any second of it.
        private_daily,  ///< The same, made private.
        hide,           ///< `share` is private during [from, to): loses presence and comes back.
        withhold,       ///< `share` of all is no longer returned in [from, to), though public.
        give_back,      ///< Of what is withheld from the beginning, `share` is returned during [from, to).
        flicker,        ///< Each day of [from, to), each item is out of `arm` with probability `share`.
    } what = kind::withhold;
    enum class pattern {
        spread,      ///< Item by item.
        creators,    ///< Creator by creator.
        contiguous,  ///< Items created in one stretch of the period only.
    } how = pattern::spread;
    enum class arm { api, presence } where = arm::api;
    sys_seconds from = always;
    sys_seconds to = never;
    double share = 0;
    double period_start = 0.4;  ///< Where the stretch begins, and how long it is: parts of the time from the
    double period_share = 0.2;  ///< first item's creation to the last one's.
    sys_seconds return_at =
        never;  ///< withhold: of those hit, `return_share` is returned again from then on.
    double return_share = 0;
};

/// Something that goes wrong with answers. Which keys a kind heeds: README.md.
struct fault {
    enum class kind {
        corrupted_batches,
        dropped_items,
        short_pages,
        empty_pages,
        duplicate_rows,
        without_data,
        search_id_rejected,
        silent_zero,
        error_500,
        html_504,
        undecodable,
        rate_limit,
        expire_tokens,
        token_error,
        slow,
        drop_connection,
        oembed_shell,
        oembed_block,
        oembed_timeout,
        field_vanishes,
        field_appears,
        field_becomes_text,
        lost_rows,  ///< Last, as chance depends on the place in this list.
    } what = kind::error_500;
    double probability = 1;
    sys_seconds from = always;
    sys_seconds to = never;
    std::string endpoint{};  ///< "research" (both), "video_query", "user_info", "oembed", "token", "any".
    std::string client{};    ///< Only for this client_key; empty: for all.
    sys_seconds dates_from = always;  ///< Only for video queries whose dates touch [dates_from, dates_to).
    sys_seconds dates_to = never;
    double item_drop =
        0.3;  ///< corrupted_batches, dropped_items, lost_rows: share of the returnable ids left out.
    bool needs_not_public = true;  ///< corrupted_batches: only with an id in it that is not public.
    std::chrono::milliseconds duration{1000};  ///< slow, oembed_timeout.
    std::int64_t after_call = 0;        ///< silent_zero: only after so many calls of the client's UTC day.
    std::string route{};                ///< silent_zero: only for queries with a condition on this field.
    std::string answer{"bad_request"};  ///< oembed_block: "bad_request", "forbidden", "login_page".
    std::string field{};                ///< field_*: which.
};

/// Who may ask. Without any in the scenario, everyone who names a key and a secret.
struct client {
    std::string key{};
    std::string secret{};
    std::int64_t daily_calls = 1000;
};

/// A whole scenario. Every member's key in the file, and its meaning, stands in README.md.
struct scenario {
    std::uint64_t seed = 1;
    std::optional<sys_seconds> clock_start{};
    bool clock_runs = true;

    std::int64_t items = 1000;
    std::int64_t creators = 100;
    sys_seconds created_from{};
    sys_seconds created_to{};
    std::vector<std::pair<std::string, double>> regions{};
    std::filesystem::path ids_from{};
    double posted_late_share = 0;
    std::int64_t posted_late_days = 49;
    double recent_share = 0;
    std::int64_t recent_days = 3;

    double deleted = 0;
    double is_private = 0;
    double withheld = 0;
    double creators_withheld = 0;
    bool canada_excluded = false;
    double oembed_shell = 0;
    double lingering = 0;
    double renamed = 0;
    double nul_text = 0;
    std::chrono::hours least_lag{0};
    std::chrono::hours most_lag{0};

    std::vector<change> changes{};
    std::vector<fault> faults{};
    std::vector<client> clients{};
    std::int64_t daily_calls = 1000;
    std::chrono::seconds token_life{7200};
    bool end_date_inclusive = true;
    std::int64_t in_values = 100;
    unsigned token_error_status = 200;
};

/// Reads a scenario. Dates in it may be relative to `end_day` (a number of days). Unknown keys are refused.
/// @throws bad_scenario
[[nodiscard]] scenario read_scenario(std::string_view json, sys_days end_day);
/// The same from a file; a relative `ids_from` is taken relative to that file.
[[nodiscard]] scenario read_scenario_file(std::filesystem::path const& file, sys_days end_day);
/// Reads what "faults" holds in a scenario, an array. @throws bad_scenario
[[nodiscard]] std::vector<fault> read_faults(std::string_view json, sys_days end_day);

}  // namespace lacuna::simulated
