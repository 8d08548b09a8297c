#include "probes/http_client.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace lacuna {
namespace {

bool is_this_machine(std::string const& host) {
    if (host == "localhost") return true;
    boost::system::error_code not_a_number;
    auto const address = boost::asio::ip::make_address(host, not_a_number);
    return !not_a_number && address.is_loopback();
}

}  // namespace

boost::system::result<http_address, std::string> read_base_url(std::string const& text) {
    using failed = boost::system::result<http_address, std::string>;
    auto const url = boost::urls::parse_uri(text);
    if (!url)
        return failed{boost::system::in_place_error, "must be a URL such as https://open.tiktokapis.com"};

    http_address address;
    if (url->scheme_id() == boost::urls::scheme::http) {
        address.tls = false;
    } else if (url->scheme_id() != boost::urls::scheme::https) {
        return failed{boost::system::in_place_error, "must begin with https://"};
    }
    address.host = url->host_address();
    if (address.host.empty()) return failed{boost::system::in_place_error, "must name a host"};
    if (url->has_userinfo())
        return failed{boost::system::in_place_error, "must not hold a user name or password"};
    if (url->has_query() || url->has_fragment())
        return failed{boost::system::in_place_error, "must end with the host, port or path"};
    if (!address.tls && !is_this_machine(address.host))
        return failed{boost::system::in_place_error,
                      "must begin with https://; http:// is for this machine (127.0.0.1, [::1], localhost)"};

    address.port = address.tls ? 443 : 80;
    if (url->has_port()) {
        address.port = url->port_number();
        if (address.port == 0)
            return failed{boost::system::in_place_error, "must have a port from 1 to 65535"};
    }
    address.base_path = std::string{url->encoded_path()};
    while (!address.base_path.empty() && address.base_path.back() == '/') address.base_path.pop_back();
    return address;
}

}  // namespace lacuna
