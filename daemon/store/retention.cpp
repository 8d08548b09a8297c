#include "daemon/store/retention.hpp"

#include "daemon/store/migrations.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr std::int64_t piece = 1000;

constexpr statement erase_metadata{"erase_metadata", R"(
    DELETE FROM metadata WHERE (item, valid_from) IN
        (SELECT item, valid_from FROM metadata WHERE last_seen < date '1970-01-01' + $1::integer LIMIT $2))"};
// The condition is that of the index call_with_content.
constexpr statement erase_content{"erase_content_of_calls", R"(
    UPDATE call SET body = NULL, views = '{}', likes = '{}', comments = '{}', shares = '{}', favourites = '{}'
     WHERE call IN (SELECT call FROM call
                     WHERE day < date '1970-01-01' + $1::integer AND (body IS NOT NULL OR views <> '{}') LIMIT $2))"};
constexpr statement erase_public_counts{"erase_public_counts", R"(
    DELETE FROM public_count WHERE (item, day) IN
        (SELECT item, day FROM public_count WHERE day < date '1970-01-01' + $1::integer LIMIT $2))"};

boost::asio::awaitable<std::int64_t> in_pieces(database& db, statement what, utc_day before) {
    std::int64_t all = 0;
    std::int64_t last = 0;
    do {
        auto step = [what, before](pqxx::work& transaction) {
            auto const gone =
                static_cast<std::int64_t>(run(transaction, what, as_number(before), piece).affected_rows());
            if (gone > 0) raise_data_version(transaction);
            return gone;
        };
        last = co_await db.transact(step);
        all += last;
    } while (last == piece);
    co_return all;
}

}  // namespace

boost::asio::awaitable<erased> erase_old_content(database& db, utc_day before) {
    auto const metadata = co_await in_pieces(db, erase_metadata, before);
    auto const calls = co_await in_pieces(db, erase_content, before);
    auto const public_counts = co_await in_pieces(db, erase_public_counts, before);
    co_return erased{.metadata = metadata, .calls = calls, .public_counts = public_counts};
}

}  // namespace lacuna
