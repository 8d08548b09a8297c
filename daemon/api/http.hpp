#pragma once

#include "daemon/store/audience.hpp"
#include "daemon/store/key_store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/url/url_view.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lacuna::api {

enum class method { get, head, post, patch, del };

/// One request, understood as HTTP and within all limits; nothing of Beast, so that handlers compile without
/// it.
struct request {
    method verb = method::get;  ///< A HEAD arrives as get with `head_only`.
    bool head_only = false;
    std::string target{};              ///< Origin form, as sent; valid as a URL.
    std::string path{};                ///< Decoded.
    std::vector<std::string> names{};  ///< What stood at the {}s of the route's path, in order; decoded.
    std::vector<std::pair<std::string, std::string>> headers{};  ///< Names in lower case.
    std::string body{};
    std::string client{};            ///< Address; from X-Forwarded-For only if a trusted proxy sent it.
    std::optional<api_key> key{};    ///< Checked by the router where the request carries one.
    std::optional<utc_day> as_of{};  ///< Of the query, read by the router.

    [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
    [[nodiscard]] std::optional<std::string> parameter(
        std::string_view name) const;  ///< Of the query, decoded.
    [[nodiscard]] bool may(std::string_view scope) const;
    /// A key with the scope "read" sees private lists; `?as_of=` shows the data as it stood on that day.
    [[nodiscard]] audience who() const { return {.has_key = may("read"), .as_of = as_of}; }
};

/// Gets pieces of a streamed body; awaits until the piece is on its way, so that memory stays constant.
using body_sink = std::function<boost::asio::awaitable<void>(std::string)>;

struct response {
    unsigned status = 200;
    std::vector<std::pair<std::string, std::string>>
        headers{};                              ///< Content-Type among them; not Content-Length.
    std::shared_ptr<std::string const> body{};  ///< Shared with a cache; sent without a copy.
    /// Set instead of `body` for a long answer: called once, sends pieces, then returns. Sent chunked.
    std::function<boost::asio::awaitable<void>(body_sink)> stream{};
};

using handler = std::function<boost::asio::awaitable<response>(request)>;

/// One line of a route table. The handler's comment is its contract.
struct route {
    method verb = method::get;
    std::string path{};  ///< "/api/v1/items/{}/{}": a {} fits one segment.
    handler handle{};
    std::string
        scope{};  ///< "" anybody; else the scope a key must have (401 without a key, 403 without the scope).
    /// Its {}s take any name, also with encoded slashes in it; elsewhere these are refused (400).
    bool any_name = false;
    std::size_t largest_body = std::size_t{64} * 1024;
    std::vector<std::string> accepts{"application/json"};  ///< Content types of a body; anything else 415.
};

}  // namespace lacuna::api
