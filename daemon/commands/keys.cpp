#include "daemon/commands/auditing.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/store/key_store.hpp"
#include "daemon/time/system_time.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace lacuna {

boost::asio::awaitable<int> create_key(context& use, std::string name, std::vector<std::string> scopes) {
    co_await open_database(use);
    key_store keys{use.db};
    auto const made = co_await keys.create(name, std::move(scopes), system_time{}.now());
    if (!made) {
        fmt::print(stderr, "lacuna: there is a key named {} already; revoke it or take another name\n", name);
        co_return 2;
    }
    fmt::print("{}\n", *made);
    fmt::print(stderr, "This is the only time that the key is shown.\n");
    co_return 0;
}

boost::asio::awaitable<int> list_keys(context& use) {
    co_await open_database(use);
    key_store keys{use.db};
    auto const all = co_await keys.all();
    for (auto const& key : all) {
        fmt::print("{}\t{}\t{}\t{}\n", key.name, fmt::join(key.scopes, ","),
                   key.last_used ? "last used " + to_rfc3339(*key.last_used) : "never used",
                   key.revoked ? "revoked" : "good");
    }
    co_return 0;
}

boost::asio::awaitable<int> revoke_key(context& use, std::string name) {
    co_await open_database(use);
    key_store keys{use.db};
    bool const done = co_await keys.revoke(name, system_time{}.now());
    if (!done) {
        fmt::print(stderr, "lacuna: there is no key named {}\n", name);
        co_return 2;
    }
    co_return 0;
}

}  // namespace lacuna
