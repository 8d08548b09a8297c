#pragma once

#include "daemon/api/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace lacuna::api {

/// Rendered answers of public pages by address, good for one version of the data; pre-compressed (gzip,
/// brotli) at first use, with a strong ETag each. Answers to a key never enter. One thread. At most
/// `most_bytes`, the least recently used go first.
class page_cache {
public:
    /// @param version asked at most once a second: the data version (store/migrations.hpp). While it cannot
    /// be asked, what is in
    ///        memory still serves.
    page_cache(std::function<boost::asio::awaitable<std::int64_t>()> version, std::size_t most_bytes);
    ~page_cache();
    page_cache(page_cache const&) = delete;
    page_cache& operator=(page_cache const&) = delete;

    /// A handler that answers from memory what `render` made for the same address and data version: 304 on
    /// If-None-Match, Content-Encoding as the request accepts, `Cache-Control: public, max-age=300,
    /// stale-if-error=86400`, Vary. So a cache between asks again after five minutes, and shows for a day
    /// what it has while we are away: what is erased or made private is out of every cache by then. Requests
    /// with a key bypass it: `private, no-store`. Only answers 200 with a body are kept, 300 s at most (pages
    /// speak of how old the data is); requests that come while the same page is being made wait for it. The
    /// cache must outlive the handler.
    [[nodiscard]] handler cached(handler render);

    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    struct entry;
    struct making;

    [[nodiscard]] boost::asio::awaitable<response> answer(handler render, request asked);
    [[nodiscard]] boost::asio::awaitable<response> make(handler render, request asked);
    [[nodiscard]] boost::asio::awaitable<void> follow_version();
    [[nodiscard]] entry* find(std::string const& key);
    [[nodiscard]] response from(entry& page, request const& asked);
    void keep(std::string key, response const& made, std::int64_t version);
    void forget(std::list<entry>::iterator which);

    std::function<boost::asio::awaitable<std::int64_t>()> version_;
    std::size_t most_bytes_;
    std::size_t bytes_ = 0;
    std::int64_t current_ = -1;
    std::chrono::steady_clock::time_point asked_version_{};
    std::list<entry> entries_;  ///< The most recently used first.
    std::unordered_map<std::string, std::list<entry>::iterator> by_target_;
    std::unordered_map<std::string, std::shared_ptr<making>> being_made_;
};

}  // namespace lacuna::api
