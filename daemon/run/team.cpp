#include "daemon/run/team.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace lacuna {

namespace asio = boost::asio;

asio::awaitable<void> all_of(std::vector<asio::awaitable<void>> members) {
    if (members.empty()) co_return;
    auto const executor = co_await asio::this_coro::executor;
    using operation = decltype(asio::co_spawn(executor, std::move(members.front()), asio::deferred));
    std::vector<operation> operations;
    operations.reserve(members.size());
    for (auto& member : members) {
        operations.push_back(asio::co_spawn(executor, std::move(member), asio::deferred));
    }
    auto group = asio::experimental::make_parallel_group(std::move(operations));
    auto [order, errors] =
        co_await group.async_wait(asio::experimental::wait_for_one_error{}, asio::use_awaitable);
    for (auto const ended : order) {
        if (errors[ended]) std::rethrow_exception(errors[ended]);
    }
}

}  // namespace lacuna
