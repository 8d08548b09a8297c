#include "daemon/api/page_cache.hpp"

#include "daemon/api/compression.hpp"
#include "probes/sha256.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <charconv>
#include <string>

namespace lacuna::api {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using shared_bytes = std::shared_ptr<std::string const>;

namespace {

constexpr std::size_t too_small_to_compress = 256;
constexpr std::chrono::seconds longest{300};
constexpr std::size_t bookkeeping = 512;  // Bytes that an entry costs beside its bodies, roughly.

/// Whether an If-None-Match header names `tag`, whatever coding it was given for.
bool names(std::string_view if_none_match, std::string_view tag) {
    return if_none_match == "*" || if_none_match.find("\"" + std::string{tag}) != if_none_match.npos;
}

/// An address can answer with a page or, to who prefers it, with CSV.
std::string key_of(request const& asked) {
    bool const prefers_csv = asked.header("accept").starts_with("text/csv");
    return prefers_csv ? asked.target + " csv" : asked.target;
}

/// As long as the handler's own Cache-Control says with max-age, which is for what changes without the data;
/// else as long as all others.
std::chrono::seconds good_for(response const& made) {
    constexpr std::string_view word = "max-age=";
    for (auto const& [name, value] : made.headers) {
        auto const at = name == "Cache-Control" ? value.find(word) : value.npos;
        if (at == value.npos) continue;
        std::int64_t seconds = 0;
        std::from_chars(value.data() + at + word.size(), value.data() + value.size(), seconds);
        return std::min(std::chrono::seconds{seconds}, longest);
    }
    return longest;
}

}  // namespace

struct page_cache::entry {
    std::string key{};
    std::vector<std::pair<std::string, std::string>> headers{};
    shared_bytes plain{};
    shared_bytes gzip{};    // Made at first use, as is …
    shared_bytes brotli{};  // … this one.
    std::string tag{};
    std::chrono::steady_clock::time_point made{};
    std::chrono::seconds good_for = longest;
    std::size_t bytes = 0;
};

struct page_cache::making {
    explicit making(asio::any_io_executor executor) : done{executor, asio::steady_timer::time_point::max()} {}
    asio::steady_timer done;
};

page_cache::page_cache(std::function<asio::awaitable<std::int64_t>()> version, std::size_t most_bytes)
    : version_{std::move(version)}, most_bytes_{most_bytes} {}
page_cache::~page_cache() = default;

handler page_cache::cached(handler render) {
    return [this, render = std::move(render)](request asked) { return answer(render, std::move(asked)); };
}

asio::awaitable<response> page_cache::answer(handler render, request asked) {
    if (asked.key) {
        auto rendering = render(std::move(asked));
        auto made = co_await std::move(rendering);
        std::erase_if(made.headers, [](auto const& header) { return header.first == "Cache-Control"; });
        made.headers.emplace_back("Cache-Control", "private, no-store");
        co_return made;
    }
    auto following = follow_version();
    co_await std::move(following);
    auto const key = key_of(asked);
    if (auto* const page = find(key)) co_return from(*page, asked);
    if (auto const other = being_made_.find(key); other != being_made_.end()) {
        auto const awaited = other->second;
        co_await awaited->done.async_wait(asio::as_tuple(asio::use_awaitable));
        if (auto* const page = find(key)) co_return from(*page, asked);
        // It was not to be kept (a 404, a fault): made for each who asks.
    }
    auto step = make(std::move(render), std::move(asked));
    co_return co_await std::move(step);
}

asio::awaitable<response> page_cache::make(handler render, request asked) {
    auto const mine = std::make_shared<making>(co_await asio::this_coro::executor);
    auto const key = key_of(asked);
    auto const version = current_;
    being_made_.insert_or_assign(key, mine);
    struct finish {
        page_cache& cache;
        std::string const& key;
        std::shared_ptr<making> const& mine;
        ~finish() {
            auto const found = cache.being_made_.find(key);
            if (found != cache.being_made_.end() && found->second == mine) cache.being_made_.erase(found);
            mine->done.cancel();
        }
    } const at_end{*this, key, mine};

    request about;  // What `from` needs once the request itself has gone to the renderer.
    about.target = asked.target;
    about.headers = asked.headers;
    auto rendering = render(std::move(asked));
    auto made = co_await std::move(rendering);
    if (made.status != 200 || !made.body || made.stream) co_return made;
    keep(key, made, version);
    if (auto* const page = find(key)) co_return from(*page, about);
    co_return made;
}

asio::awaitable<void> page_cache::follow_version() {
    auto const now = std::chrono::steady_clock::now();
    if (current_ >= 0 && now - asked_version_ < 1s) co_return;
    asked_version_ = now;
    try {
        auto asking = version_();
        auto const version = co_await std::move(asking);
        if (version != current_) {
            entries_.clear();
            by_target_.clear();
            bytes_ = 0;
            current_ = version;
        }
    } catch (boost::system::system_error const& fault) {
        if (fault.code() == asio::error::operation_aborted || current_ < 0) throw;
    } catch (std::exception const&) {
        if (current_ < 0) throw;  // Nothing in memory to serve instead.
    }
}

page_cache::entry* page_cache::find(std::string const& key) {
    auto const found = by_target_.find(key);
    if (found == by_target_.end()) return nullptr;
    auto const& page = *found->second;
    if (std::chrono::steady_clock::now() - page.made > page.good_for) {
        forget(found->second);
        return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return &entries_.front();
}

response page_cache::from(entry& page, request const& asked) {
    auto how = page.plain->size() < too_small_to_compress ? coding::identity
                                                          : best_coding(asked.header("accept-encoding"));
    response answer{.status = 200, .headers = page.headers, .body = page.plain};
    auto tag = page.tag;
    auto const packed = [&](shared_bytes& kept, auto pack, std::string_view name, std::string_view suffix) {
        if (!kept) {
            kept = std::make_shared<std::string const>(pack(*page.plain));
            page.bytes += kept->size();
            bytes_ += kept->size();
            while (bytes_ > most_bytes_ && entries_.size() > 1)
                forget(std::prev(entries_.end()));  // `page` is first.
        }
        answer.body = kept;
        answer.headers.emplace_back("Content-Encoding", name);
        tag += suffix;
    };
    if (how == coding::brotli) packed(page.brotli, brotli, "br", "-br");
    if (how == coding::gzip) packed(page.gzip, gzipped, "gzip", "-gz");
    answer.headers.emplace_back("ETag", "\"" + tag + "\"");
    answer.headers.emplace_back("Cache-Control", "public, max-age=" + std::to_string(page.good_for.count()) +
                                                     ", stale-if-error=86400");
    answer.headers.emplace_back("Vary", "Accept-Encoding, Authorization, Accept");
    if (names(asked.header("if-none-match"), page.tag)) {
        answer.status = 304;
        answer.body.reset();
        std::erase_if(answer.headers, [](auto const& header) {
            return header.first == "Content-Type" || header.first == "Content-Encoding";
        });
    }
    return answer;
}

void page_cache::keep(std::string key, response const& made, std::int64_t version) {
    auto const size =
        3 * made.body->size() / 2 + 2 * key.size() + bookkeeping;  // Room for what compression adds.
    if (version != current_ || size > most_bytes_) return;
    if (auto const old = by_target_.find(key); old != by_target_.end()) forget(old->second);
    while (!entries_.empty() && bytes_ + size > most_bytes_) forget(std::prev(entries_.end()));
    auto headers = made.headers;
    std::erase_if(headers, [](auto const& header) {
        return header.first == "ETag" || header.first == "Cache-Control" || header.first == "Vary";
    });
    auto tag = to_hex(sha256(*made.body)).substr(0, 24);
    entries_.push_front({.key = key,
                         .headers = std::move(headers),
                         .plain = made.body,
                         .tag = std::move(tag),
                         .made = std::chrono::steady_clock::now(),
                         .good_for = good_for(made),
                         .bytes = made.body->size() + 2 * key.size() + bookkeeping});
    bytes_ += entries_.front().bytes;
    by_target_.insert_or_assign(std::move(key), entries_.begin());
}

void page_cache::forget(std::list<entry>::iterator which) {
    bytes_ -= which->bytes;
    by_target_.erase(which->key);
    entries_.erase(which);
}

}  // namespace lacuna::api
