#pragma once

#include "daemon/api/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::api {

/// What a router needs from whoever wires it; each may be empty.
struct router_parts {
    /// The key that stands in an Authorization header, if it is good.
    std::function<boost::asio::awaitable<std::optional<api_key>>(std::string)> find_key{};
    /// A fault of ours became an answer 500 or 503; `incident` is what the client was told.
    std::function<void(std::string_view incident, std::string_view route, std::exception const& fault)>
        report{};
    /// An address that fits no route, as whoever reads pages would like to see it; none: problem+json.
    std::function<std::optional<response>(request const&)> missing_page{};
    /// Every answer; `route` is the route's path, "other" where none fits. Of a streamed answer: until it
    /// began.
    std::function<void(std::string_view route, unsigned status, std::chrono::nanoseconds taken)> count{};
};

/// A request whose header was understood: either refused before its body is read, or on its way to a handler.
struct admission {
    request asked{};
    route const* to = nullptr;  ///< Lives as long as the router.
    std::optional<response> refusal{};
    std::chrono::steady_clock::time_point began{};
};

/// Finds the handler of a request and runs it. Routing, keys and scopes come before the body is read. The one
/// place where an exception becomes an answer: 500 with an incident id that is in the log, never with the
/// reason; 503 where the database is away.
class router {
public:
    router(std::vector<route> routes, router_parts use);
    router(router const&) = delete;
    router& operator=(router const&) = delete;

    /// Route, key, scope and content type. 400 for a target that cannot be meant, 404, 405 with Allow, 401
    /// and 403 with WWW-Authenticate, 413 for an announced length over the route's, 415.
    /// @param method as sent. @param head without body; `path`, `names` and `key` are filled in here.
    /// @param length of the body as announced; none if it comes in chunks.
    [[nodiscard]] boost::asio::awaitable<admission> admit(std::string method, request head,
                                                          std::optional<std::size_t> length) const;
    /// Runs the handler of an admitted request whose body has arrived, or gives the refusal.
    /// @throws boost::system::system_error(operation_aborted) because we are stopping; nothing else.
    [[nodiscard]] boost::asio::awaitable<response> answer(admission admitted) const;
    /// An answer the transport gives by itself (bad HTTP, too slow, too large); counted.
    [[nodiscard]] response refuse(unsigned status, std::string_view title, std::string_view detail) const;
    /// Tells the log of a fault; for what breaks while an answer streams. @return the incident id.
    std::string report(std::string_view route, std::exception const& fault) const;

    [[nodiscard]] std::vector<route> const& routes() const noexcept { return routes_; }

private:
    struct pattern {
        std::vector<std::string> segments{};
        route const* to = nullptr;
    };

    [[nodiscard]] std::optional<response> choose(std::string const& method, admission& admitted) const;
    [[nodiscard]] std::vector<pattern const*> fitting(std::vector<std::string> const& segments) const;
    [[nodiscard]] boost::asio::awaitable<std::optional<response>> check_key(request& asked,
                                                                            route const& to) const;
    [[nodiscard]] response own_fault(std::string_view route, std::exception const& fault) const;

    std::vector<route> routes_;
    std::vector<pattern> patterns_;
    router_parts use_;
};

}  // namespace lacuna::api
