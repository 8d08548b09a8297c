#include "daemon/api/rate_limit.hpp"

#include <boost/asio/ip/address.hpp>

namespace lacuna::api {
namespace {

constexpr std::size_t most_remembered = 100'000;

std::string network_of(std::string const& client) {
    boost::system::error_code error;
    auto const address = boost::asio::ip::make_address(client, error);
    if (error || !address.is_v6()) return client;
    auto const bytes = address.to_v6().to_bytes();
    return {reinterpret_cast<char const*>(bytes.data()), 8};
}

}  // namespace

bool rate_limit::take(std::string const& client, utc_time now) {
    if (shares_.size() >= most_remembered) {
        std::erase_if(shares_, [&](auto const& one) { return now - one.second.since >= span_; });
        if (shares_.size() >= most_remembered) return false;
    }
    auto& taken = shares_[network_of(client)];
    if (now - taken.since >= span_ || now < taken.since) taken = {.since = now};
    return ++taken.taken <= most_;
}

}  // namespace lacuna::api
