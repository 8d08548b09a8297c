#include "daemon/commands/auditing.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/store/migrations.hpp"

#include "embedded/sql.hpp"

#include <cstdio>

namespace lacuna {

boost::asio::awaitable<int> migrate(context& use) {
    co_await wait_until_ready(use.db);
    auto const applied = co_await apply_migrations(use.db, embedded::sql());
    co_await claim_installation(use.db, use.settings.simulated());
    std::printf("%d migrations applied; the schema is up to date\n", applied);
    co_return 0;
}

}  // namespace lacuna
