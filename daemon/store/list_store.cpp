#include "daemon/store/list_store.hpp"

#include "daemon/store/migrations.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

#define LACUNA_LIST_FACTS                                                                               \
    "SELECT list, slug, title, question, selection, public, imported, origin,"                          \
    "       (extract(epoch FROM created_at) * 1000)::bigint AS created_at, archived_at IS NOT NULL AS " \
    "archived, "
#define LACUNA_LIST_COLUMNS                                                                      \
    LACUNA_LIST_FACTS                                                                            \
    "       (SELECT count(*) FROM watchlist_item m"                                              \
    "         WHERE m.list = w.list AND m.added_at < (SELECT as_of_end())"                       \
    "           AND (m.archived_at IS NULL OR m.archived_at >= (SELECT as_of_end()))) AS items " \
    "  FROM watchlist w "

constexpr statement select_lists{"select_lists",
                                 LACUNA_LIST_COLUMNS "WHERE public OR $1 ORDER BY created_at, list"};
constexpr statement select_uncounted{
    "select_lists_uncounted",
    LACUNA_LIST_FACTS "0 AS items FROM watchlist WHERE public OR $1 ORDER BY created_at, list"};
constexpr statement select_list{"select_list", LACUNA_LIST_COLUMNS "WHERE slug = $2 AND (public OR $1)"};
constexpr statement select_named{
    "select_named_lists", LACUNA_LIST_FACTS
    "0 AS items FROM watchlist WHERE slug = ANY ($2::text[]) AND (public OR $1) ORDER BY created_at, list"};
constexpr statement insert_list{"insert_list", R"(
    INSERT INTO watchlist (slug, title, question, selection, public, imported, origin)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (slug) DO NOTHING)"};
constexpr statement update_list{"update_list", R"(
    UPDATE watchlist
       SET title = coalesce($2, title), question = coalesce($3, question), selection = coalesce($4, selection),
           public = coalesce($5, public),
           archived_at = CASE WHEN $6::boolean IS NULL THEN archived_at WHEN $6 THEN coalesce(archived_at, now()) END
     WHERE list = $1)"};
constexpr statement select_known{"select_known_ids", R"(
    SELECT asked.id IS NOT NULL AND EXISTS (
               SELECT FROM item i JOIN watchlist_item m USING (item) JOIN watchlist w USING (list)
                WHERE i.platform = 'tiktok' AND i.platform_id = asked.id AND m.archived_at IS NULL
                  AND (w.public OR $2)) AS known
      FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (id, place)
     ORDER BY place)"};
constexpr statement archive_membership{"archive_membership", R"(
    UPDATE watchlist_item SET archived_at = to_timestamp($3 / 1000.0)
     WHERE list = $1 AND archived_at IS NULL
       AND item = (SELECT item FROM item WHERE platform = 'tiktok' AND platform_id = $2))"};

watchlist read_list(pqxx::row const& row) {
    return {.key = read_number<list_key>(row["list"]),
            .slug = read_text(row["slug"]),
            .title = read_text(row["title"]),
            .question = read_text(row["question"]),
            .how = read_number<selection>(row["selection"]),
            .is_public = row["public"].as<bool>(),
            .imported = row["imported"].as<bool>(),
            .origin = read_text(row["origin"]),
            .created_at = read_instant(row["created_at"]),
            .archived = row["archived"].as<bool>(),
            .items = row["items"].as<std::int64_t>()};
}

std::optional<watchlist> find_here(pqxx::work& transaction, std::string const& slug, audience who) {
    auto const rows = run(transaction, select_list, who.sees_all(), slug);
    if (rows.empty()) return std::nullopt;
    return read_list(rows[0]);
}

}  // namespace

checked<std::string> read_slug(std::string_view text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (text.empty() || text.size() > 63 || text.front() == '-' ||
        text.find_first_not_of(letters) != std::string_view::npos) {
        return bad_input{"",
                         "must be 1 to 63 characters of a-z, 0-9 and '-', beginning with a letter or digit"};
    }
    return {boost::system::in_place_value, text};
}

boost::asio::awaitable<std::vector<watchlist>> list_store::all(audience who) {
    auto read = [this, who](pqxx::work& transaction) { return read_all(transaction, who); };
    co_return co_await read_as(db_, who, read);
}

std::vector<watchlist> list_store::read_all(pqxx::work& transaction, audience who) {
    auto const read = [&](statement const& query) {
        std::vector<watchlist> lists;
        for (auto const& row : run(transaction, query, who.sees_all())) lists.push_back(read_list(row));
        return lists;
    };
    if (who.as_of) return read(select_lists);
    // The version first: what is read after it may be newer, and is then counted again at the next.
    auto const version = data_version(transaction);
    auto lists = read(select_uncounted);
    if (recall_sizes(version, lists)) return lists;
    lists = read(select_lists);
    keep_sizes(version, lists);
    return lists;
}

bool list_store::recall_sizes(std::int64_t version, std::vector<watchlist>& lists) {
    std::scoped_lock const lock{guard_};
    if (version == 0 || counted_at_ != version) return false;
    for (auto& list : lists) {
        auto const size = sizes_.find(list.key);
        if (size == sizes_.end()) return false;
        list.items = size->second;
    }
    return true;
}

void list_store::keep_sizes(std::int64_t version, std::vector<watchlist> const& lists) {
    std::scoped_lock const lock{guard_};
    if (counted_at_ > version) return;
    if (counted_at_ != version) sizes_.clear();
    counted_at_ = version;
    for (auto const& list : lists) sizes_[list.key] = list.items;
}

boost::asio::awaitable<std::vector<watchlist>> list_store::named(std::vector<std::string> slugs,
                                                                 audience who) {
    auto read = [&slugs, who](pqxx::work& transaction) {
        std::vector<watchlist> lists;
        for (auto const& row : run(transaction, select_named, who.sees_all(), text_array(slugs)))
            lists.push_back(read_list(row));
        return lists;
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<watchlist>> list_store::find(std::string slug, audience who) {
    auto read = [&slug, who](pqxx::work& transaction) { return find_here(transaction, slug, who); };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<watchlist>> list_store::create(new_list wanted) {
    auto insert = [&wanted](pqxx::work& transaction) -> std::optional<watchlist> {
        auto const made = run(transaction, insert_list, wanted.slug, wanted.title, wanted.question,
                              static_cast<int>(wanted.how), wanted.is_public, wanted.imported, wanted.origin);
        if (made.affected_rows() == 0) return std::nullopt;
        raise_data_version(transaction);
        return find_here(transaction, wanted.slug, audience::key_holder);
    };
    co_return co_await db_.transact(insert);
}

boost::asio::awaitable<bool> list_store::change(list_key list, list_change wanted) {
    auto update = [list, &wanted](pqxx::work& transaction) {
        std::optional<int> how;
        if (wanted.how) how = static_cast<int>(*wanted.how);
        auto const done = run(transaction, update_list, static_cast<int>(list), wanted.title, wanted.question,
                              how, wanted.is_public, wanted.archived);
        raise_data_version(transaction);
        return done.affected_rows() == 1;
    };
    co_return co_await db_.transact(update);
}

boost::asio::awaitable<std::vector<bool>> list_store::known(std::vector<std::int64_t> ids, audience who) {
    auto read = [&ids, who](pqxx::work& transaction) {
        std::vector<bool> answers;
        for (auto const& row : run(transaction, select_known, number_array(ids), who.sees_all())) {
            answers.push_back(row["known"].as<bool>());
        }
        return answers;
    };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<bool> list_store::remove_item(list_key list, std::int64_t platform_id, utc_time now) {
    auto archive = [list, platform_id, now](pqxx::work& transaction) {
        auto const done =
            run(transaction, archive_membership, static_cast<int>(list), platform_id, as_number(now));
        raise_data_version(transaction);
        return done.affected_rows() == 1;
    };
    co_return co_await db_.transact(archive);
}

}  // namespace lacuna
