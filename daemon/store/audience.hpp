#pragma once

#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <optional>
#include <type_traits>

namespace lacuna {

/// For whom something is read, and as of which day.
///
/// To everybody without a key private lists, and items only on them, do not exist: not in counts, metrics,
/// calls, plans or feeds. As of a day the data reads as it stood when that day had closed: nothing of later
/// days, lists as they were, and each day under the rules that had been made by then (sql/0011).
struct audience {
    bool has_key = false;
    std::optional<utc_day> as_of{};  ///< None: as it stands now.

    static audience const everyone;
    static audience const key_holder;

    [[nodiscard]] bool sees_all() const noexcept { return has_key; }
    /// The last day that may be told of.
    [[nodiscard]] utc_day last_day(utc_day today) const noexcept {
        return as_of ? std::min(*as_of, today) : today;
    }
};
inline constexpr audience audience::everyone{};
inline constexpr audience audience::key_holder{.has_key = true};

/// For the rest of the transaction the views and functions of sql/0011 know no later day.
void look_as_of(pqxx::work& transaction, std::optional<utc_day> day);

/// `work(pqxx::work&)` in a transaction that sees what `who` may see of time.
template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&, pqxx::work&>> read_as(database& db, audience who,
                                                                         Work work) {
    auto looking = [&work, who](pqxx::work& transaction) {
        look_as_of(transaction, who.as_of);
        return work(transaction);
    };
    co_return co_await db.transact(looking);
}

}  // namespace lacuna
