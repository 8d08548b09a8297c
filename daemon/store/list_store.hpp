#pragma once

#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/watchlist/item_reference.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

struct watchlist {
    list_key key{};
    std::string slug{};
    std::string title{};
    std::string question{};
    selection how = selection::convenience;
    bool is_public = true;
    bool imported = false;  ///< Somebody else's series, shown and never asked for.
    std::string origin{};   ///< Of an imported series: who published it.
    utc_time created_at{};
    bool archived = false;
    std::int64_t items = 0;  ///< Not archived.
};

struct new_list {
    std::string slug{};
    std::string title{};
    std::string question{};
    selection how = selection::convenience;
    bool is_public = true;
    bool imported = false;
    std::string origin{};
};

/// Only what is set changes.
struct list_change {
    std::optional<std::string> title{};
    std::optional<std::string> question{};
    std::optional<selection> how{};
    std::optional<bool> is_public{};
    std::optional<bool> archived{};
};

enum class added { added, known };

struct item_added {
    added is = added::added;
    bool plannable = true;  ///< False: no creation time is known, so the API arm cannot ask by id.
};

/// "a-z0-9-", 1 to 63 characters, beginning with a letter or digit.
[[nodiscard]] checked<std::string> read_slug(std::string_view text);

class list_store {
public:
    explicit list_store(database& db) : db_{db} {}

    [[nodiscard]] boost::asio::awaitable<std::vector<watchlist>> all(audience who);
    /// Those of that name which the audience may see; their items are not counted.
    [[nodiscard]] boost::asio::awaitable<std::vector<watchlist>> named(std::vector<std::string> slugs,
                                                                       audience who);
    [[nodiscard]] boost::asio::awaitable<std::optional<watchlist>> find(std::string slug, audience who);
    /// @return none if the slug is taken.
    [[nodiscard]] boost::asio::awaitable<std::optional<watchlist>> create(new_list wanted);
    [[nodiscard]] boost::asio::awaitable<bool> change(list_key list, list_change wanted);

    /// Adds all in one transaction, through COPY into a temporary table; idempotent. An archived membership
    /// comes back to life. A creation time given, else decoded from the id (`now` bounds it), is kept where
    /// none better is known.
    /// @param items at most 100,000 and no id twice.
    /// @return one entry an item, in order: `known` if it was on the list already.
    [[nodiscard]] boost::asio::awaitable<std::vector<item_added>> add_items(list_key list,
                                                                            std::vector<named_item> items,
                                                                            std::string added_by,
                                                                            utc_time now);
    /// Which of `ids` an audience-visible list already holds (for /items/check).
    [[nodiscard]] boost::asio::awaitable<std::vector<bool>> known(std::vector<std::int64_t> ids,
                                                                  audience who);
    /// Archives a membership. @return false if there is none.
    [[nodiscard]] boost::asio::awaitable<bool> remove_item(list_key list, std::int64_t platform_id,
                                                           utc_time now);

private:
    std::vector<watchlist> read_all(pqxx::work& transaction, audience who);
    /// Fills in how long each list is. @return false if one of them was not counted at that version.
    bool recall_sizes(std::int64_t version, std::vector<watchlist>& lists);
    void keep_sizes(std::int64_t version, std::vector<watchlist> const& lists);

    database& db_;
    // To count a hundred thousand items takes longer than the rest of a page: counted once a data version.
    std::mutex guard_;
    std::int64_t counted_at_ = -1;
    std::map<list_key, std::int64_t> sizes_{};
};

}  // namespace lacuna
