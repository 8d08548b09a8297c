#include "daemon/config/texts.hpp"

#include "probes/http_client.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace lacuna::texts {
namespace {

std::optional<boost::asio::ip::address> address_of(std::string const& text) {
    boost::system::error_code not_an_address;
    auto const address = boost::asio::ip::make_address(text, not_an_address);
    return not_an_address ? std::nullopt : std::optional{address};
}

bool all_of(std::string_view text, bool (*fits)(char)) { return std::all_of(text.begin(), text.end(), fits); }

}  // namespace

std::function<std::string(std::string const&)> any_line(std::size_t longest) {
    return [longest](std::string const& text) -> std::string {
        bool const one_line = all_of(text, [](char c) { return !(c >= '\0' && c < ' ') && c != '\x7f'; });
        if (!text.empty() && text.size() <= longest && one_line) return {};
        return "must be one line of 1 to " + std::to_string(longest) + " bytes";
    };
}

std::optional<std::pair<std::string, std::uint16_t>> read_endpoint(std::string const& text) {
    auto const colon = text.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    std::uint16_t port = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, fault] = std::from_chars(text.data() + colon + 1, end, port);
    if (fault != std::errc{} || stop != end) return std::nullopt;
    auto host = text.substr(0, colon);
    bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    auto const address = address_of(host);
    if (!address || address->is_v6() != bracketed) return std::nullopt;
    return std::pair{host, port};
}

std::string endpoint(std::string const& text) {
    return read_endpoint(text) ? ""
                               : "must be an address and a port, like \"127.0.0.1:8080\" or \"[::1]:8080\"";
}

std::string page_url(std::string const& text) {
    auto const url = boost::urls::parse_uri(text);
    bool const fits =
        url.has_value() &&
        (url->scheme_id() == boost::urls::scheme::https || url->scheme_id() == boost::urls::scheme::http) &&
        !url->encoded_host().empty() && !url->has_userinfo() && !url->has_query() && !url->has_fragment();
    return fits ? "" : "must be the address that readers see, like \"https://audit.example.org\"";
}

std::string web_address(std::string const& text) {
    auto const url = boost::urls::parse_uri(text);
    bool const fits = url.has_value() && url->scheme_id() == boost::urls::scheme::https &&
                      !url->encoded_host().empty() && !url->has_userinfo() && text.size() <= 300;
    return fits ? "" : "must be an https:// address, like \"https://creativecommons.org/licenses/by/4.0/\"";
}

std::string contact(std::string const& text) {
    bool const begins = text.starts_with("mailto:") || text.starts_with("https://");
    bool const plain =
        all_of(text, [](char c) { return c > ' ' && c <= '~' && c != '(' && c != ')' && c != '\\'; });
    if (begins && plain && text.size() > 8 && text.size() <= 200) return {};
    return "must be a mailto: or https:// address without blanks and parentheses, like "
           "\"mailto:you@example.org\"";
}

std::string name(std::string const& text) {
    bool const plain =
        all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    if (plain && !text.empty() && text.size() <= 40) return {};
    return "must be a name of 1 to 40 letters a-z, digits and '-'";
}

std::string ip_address(std::string const& text) {
    auto const address = address_of(text);
    if (address && address->to_string() == text) return {};
    return "must be an IP address in its usual form, like \"127.0.0.1\" or \"2001:db8::1\"";
}

std::string control_url(std::string const& text) {
    auto const address = read_base_url(text);
    bool const fits = address.has_value() && !address->tls;
    return fits ? "" : "must be an address on this machine, like \"http://127.0.0.1:8081\"";
}

bool is_this_machine(std::string const& host) {
    auto const address = address_of(host);
    return host == "localhost" || (address && address->is_loopback());
}

}  // namespace lacuna::texts
