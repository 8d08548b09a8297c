#pragma once

#include "daemon/events/changes.hpp"
#include "daemon/run/observations.hpp"
#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/store/verdict_months.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lacuna {

struct item_summary {
    item_key key{};
    std::int64_t platform_id = 0;
    std::string username{};
    std::string region{};
    std::optional<creation> created{};
    utc_time added_at{};
    bool archived = false;
    std::string note{};
    std::vector<std::string> lists{};  ///< Slugs of those the audience may see.
    // The newest day with a verdict; none before the first.
    std::optional<utc_day> day{};
    std::optional<verdict_kind> verdict{};
    std::optional<verdict_reason> reason{};
    std::optional<absence_grade> grade{};
};

/// What and in which order; everything optional. Values come from outside, already checked.
struct item_question {
    std::optional<list_key> list{};
    std::optional<verdict_kind> verdict{};  ///< On the newest day.
    std::string creator{};                  ///< Exact username.
    std::string text{};                     ///< A prefix of the id, or of the username.
    enum class order { platform_id, created, verdict, username } by = order::platform_id;
    bool descending = false;
    std::int64_t per_page = 100;  ///< 1 to 1,000.
    std::int64_t after = 0;   ///< With order platform_id: only ids above (below when descending); the cursor.
    std::int64_t offset = 0;  ///< With any other order.
    bool with_total = true;   ///< Counting all that fit takes longer than finding the first of them.
};

struct item_page {
    std::vector<item_summary> items{};
    std::int64_t total = 0;  ///< That fit the question, all pages; 0 where it was not asked for.
    bool more = false;
};

struct day_verdict {
    utc_day day{};
    verdict_row row{};
    std::int16_t rule_version = 0;
    std::optional<tiktok::five_counts> counts{};  ///< As returned that day.
    /// As the rules and the evidence of today say of that day; a verdict keeps what they said when it was
    /// reached.
    scope_state scope = scope_state::not_known;
    std::string scope_rule{};  ///< The slug of the rule that excludes it.
};

struct metadata_row {
    utc_day valid_from{};
    utc_day last_seen{};
    std::string fields{};  ///< JSON.
};

struct item_change {
    std::string note{};
    std::string region{};  ///< Its source becomes "given".
    bool has_note = false;
    bool has_region = false;
    std::optional<bool> archived{};
};

class item_reader {
public:
    explicit item_reader(database& db) : db_{db} {}

    [[nodiscard]] boost::asio::awaitable<item_page> search(item_question asked, audience who);
    [[nodiscard]] boost::asio::awaitable<std::optional<item_summary>> find(std::int64_t platform_id,
                                                                           audience who);
    /// Oldest first, both days included; one row a day, of the rules in force for it; imported
    /// states where there is none of ours.
    [[nodiscard]] boost::asio::awaitable<std::vector<day_verdict>> history(item_key item, utc_day from,
                                                                           utc_day until, audience who);
    /// The same of some days only, with the counts of each.
    [[nodiscard]] boost::asio::awaitable<std::vector<day_verdict>> on_days(item_key item,
                                                                           std::vector<utc_day> days,
                                                                           audience who);
    /// The kinds alone, of any number of years: a letter a day, '\0' where there is no verdict.
    [[nodiscard]] boost::asio::awaitable<std::string> letters(item_key item, utc_day from, utc_day to,
                                                              audience who);
    [[nodiscard]] boost::asio::awaitable<std::vector<metadata_row>> metadata(item_key item, audience who);
    /// For the given items of one list, in their order.
    [[nodiscard]] boost::asio::awaitable<std::vector<item_strip>> strips(std::vector<item_key> items,
                                                                         utc_day from, utc_day to,
                                                                         verdict_origin whose, audience who);
    [[nodiscard]] boost::asio::awaitable<bool> change(item_key item, item_change wanted, utc_time now);

private:
    database& db_;
};

}  // namespace lacuna
