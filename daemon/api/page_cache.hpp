#pragma once

#include "daemon/api/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>

namespace lacuna::api {

/// Rendered answers of public pages by address, good for one version of the data; pre-compressed (gzip, brotli) at first use,
/// with a strong ETag each. Answers to a key never enter. One thread. At most `most_bytes`, the least recently used go first.
class page_cache {
public:
    /// @param version asked at most once a second: the data version (store/migrations.hpp).
    page_cache(std::function<boost::asio::awaitable<std::int64_t>()> version, std::size_t most_bytes);

    /// A handler that answers from memory what `render` made for the same address and data version: 304 on If-None-Match,
    /// Content-Encoding as the request accepts, `Cache-Control: public, max-age=300, must-revalidate`, Vary.
    /// Requests with a key bypass it: `private, no-store`.
    [[nodiscard]] handler cached(handler render);

private:
    struct entry;
    std::function<boost::asio::awaitable<std::int64_t>()> version_;
    std::size_t most_bytes_;
    std::size_t bytes_ = 0;
    std::int64_t current_ = -1;
    std::list<entry> entries_;
    std::unordered_map<std::string, std::list<entry>::iterator> by_target_;
};

}  // namespace lacuna::api
