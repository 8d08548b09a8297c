#include "daemon/store/retention.hpp"

#include "daemon/store/migrations.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr std::int64_t piece = 1000;

constexpr statement erase_metadata{"erase_metadata", R"(
    DELETE FROM metadata WHERE (item, valid_from) IN
        (SELECT item, valid_from FROM metadata WHERE last_seen < date '1970-01-01' + $1::integer LIMIT $2))"};
constexpr statement erase_bodies{"erase_bodies", R"(
    UPDATE call SET body = NULL WHERE call IN
        (SELECT call FROM call WHERE day < date '1970-01-01' + $1::integer AND body IS NOT NULL LIMIT $2))"};

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
    auto const bodies = co_await in_pieces(db, erase_bodies, before);
    co_return erased{.metadata = metadata, .bodies = bodies};
}

}  // namespace lacuna
