#include "probes/name_lookup.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <memory>

namespace lacuna::transport {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

struct lookup {
    explicit lookup(asio::any_io_executor const& executor) : resolver{executor}, bell{executor} {}

    tcp::resolver resolver;
    asio::steady_timer bell;  ///< Rings at the limit, or is cancelled by the answer.
    bool answered = false;
    std::vector<tcp::endpoint> found{};
};

}  // namespace

asio::awaitable<boost::system::result<std::vector<tcp::endpoint>, probe_failure>> look_up(
    std::string host, std::uint16_t port, std::chrono::steady_clock::time_point due) {
    boost::system::error_code not_a_number;
    auto const address = asio::ip::make_address(host, not_a_number);
    if (!not_a_number) co_return std::vector<tcp::endpoint>{{address, port}};

    auto const state = std::make_shared<lookup>(co_await asio::this_coro::executor);
    state->bell.expires_at(due);
    auto keep_answer = [state](boost::system::error_code, tcp::resolver::results_type const& results) {
        for (auto const& entry : results) state->found.push_back(entry.endpoint());
        state->answered = true;
        state->bell.cancel();
    };
    state->resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                                  std::move(keep_answer));

    auto const [rung] = co_await state->bell.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!state->answered) {
        state->resolver.cancel();
        if (rung) throw boost::system::system_error{rung};
        co_return probe_failure::timed_out;
    }
    if (state->found.empty()) co_return probe_failure::unreachable;
    co_return std::move(state->found);
}

}  // namespace lacuna::transport
