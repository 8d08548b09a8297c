#include "daemon/commands/simulated_clock.hpp"

#include <stdexcept>

namespace lacuna {
namespace {

http_address address_of(std::string const& control_url) {
    auto address = read_base_url(control_url);
    if (!address) throw std::runtime_error{"simulation.control_url " + address.error()};
    return std::move(*address);
}

}  // namespace

simulated_clock::simulated_clock(boost::asio::any_io_executor executor, std::string const& control_url)
    : client_{std::move(executor), address_of(control_url)} {}

boost::asio::awaitable<void> simulated_clock::set(utc_time now) {
    http_question question{.method = http_question::verb::post,
                           .target = "/simulation/clock",
                           .headers = {{"Content-Type", "application/json"}},
                           .body = R"({"now":")" + to_rfc3339(now) + R"("})"};
    auto const answer = co_await client_.send(std::move(question));
    if (!answer)
        throw std::runtime_error{"the simulated platform cannot be reached to set its clock: " +
                                 std::string{to_string(answer.error().why)}};
    if (answer->status / 100 != 2)
        throw std::runtime_error{"the simulated platform refused its clock: HTTP " +
                                 std::to_string(answer->status)};
}

}  // namespace lacuna
