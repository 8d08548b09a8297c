#include "daemon/api/page_cache.hpp"

#include "daemon/api/compression.hpp"
#include "daemon/api/reply.hpp"
#include "tests/support/run_coro.hpp"

#include <brotli/decode.h>
#include <zlib.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::api;
namespace asio = boost::asio;

namespace {

struct bench {
    asio::io_context events;
    std::int64_t version = 1;
    bool database_away = false;
    int made = 0;
    std::size_t size = 2000;
    std::string max_age;
    std::optional<asio::steady_timer> door;
    page_cache cache;
    handler page;

    explicit bench(std::size_t most = 1'000'000)
        : cache{[this] { return ask_version(); }, most}, page{cache.cached([this](request asked) {
              return make(asked);
          })} {}

    asio::awaitable<std::int64_t> ask_version() {
        if (database_away) throw std::runtime_error{"away"};
        co_return version;
    }
    asio::awaitable<response> make(request asked) {
        auto const number = ++made;
        if (door) co_await door->async_wait(asio::as_tuple(asio::use_awaitable));
        if (asked.target == "/404") co_return not_found("x");
        auto answer = html(std::to_string(number) + std::string(size, 'x'));
        answer.headers.emplace_back("X-Own", "kept");
        if (!max_age.empty()) answer.headers.emplace_back("Cache-Control", "max-age=" + max_age);
        co_return answer;
    }
    static request asking(std::string target, std::vector<std::pair<std::string, std::string>> headers = {}) {
        request asked;
        asked.target = std::move(target);
        asked.headers = std::move(headers);
        return asked;
    }
    response ask(request asked) { return test::running{events, page(std::move(asked))}.get(); }
};

std::string header(response const& answer, std::string_view name) {
    for (auto const& [key, value] : answer.headers) {
        if (key == name) return value;
    }
    return {};
}

std::string gunzipped(std::string const& packed) {
    std::string plain(100'000, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_out = static_cast<uInt>(plain.size());
    inflate(&stream, Z_FINISH);
    plain.resize(stream.total_out);
    inflateEnd(&stream);
    return plain;
}

std::string unbrotlied(std::string const& packed) {
    std::string plain(100'000, '\0');
    auto size = plain.size();
    BrotliDecoderDecompress(packed.size(), reinterpret_cast<std::uint8_t const*>(packed.data()), &size,
                            reinterpret_cast<std::uint8_t*>(plain.data()));
    plain.resize(size);
    return plain;
}

}  // namespace

TEST_CASE("a page is made once for its address, and its bytes are shared", "[api]") {
    bench b;
    auto const one = b.ask(bench::asking("/"));
    auto const two = b.ask(bench::asking("/"));
    CHECK(b.made == 1);
    CHECK(one.body.get() == two.body.get());
    CHECK(header(two, "X-Own") == "kept");
    CHECK(header(two, "Cache-Control") == "public, max-age=300, stale-if-error=86400");
    CHECK(header(two, "Vary").find("Accept-Encoding") != std::string::npos);
    b.ask(bench::asking("/?x"));
    CHECK(b.made == 2);
}

TEST_CASE("a page goes out as the client can read it, with a tag of its own each", "[api]") {
    bench b;
    auto const plain = b.ask(bench::asking("/"));
    auto const zipped = b.ask(bench::asking("/", {{"accept-encoding", "gzip, deflate"}}));
    auto const best = b.ask(bench::asking("/", {{"accept-encoding", "gzip, deflate, br"}}));
    CHECK(header(plain, "Content-Encoding").empty());
    CHECK(header(zipped, "Content-Encoding") == "gzip");
    CHECK(header(best, "Content-Encoding") == "br");
    CHECK(gunzipped(*zipped.body) == *plain.body);
    CHECK(unbrotlied(*best.body) == *plain.body);
    CHECK(header(plain, "ETag") != header(zipped, "ETag"));
    CHECK(header(best, "ETag") != header(zipped, "ETag"));
    CHECK(b.ask(bench::asking("/", {{"accept-encoding", "gzip, deflate, br"}})).body.get() ==
          best.body.get());
    CHECK(b.made == 1);
}

TEST_CASE("a coding that is refused with q=0 is not used", "[api]") {
    CHECK(best_coding("br;q=0, gzip") == coding::gzip);
    CHECK(best_coding("gzip;q=0.0") == coding::identity);
    CHECK(best_coding("gzip;q=0.5") == coding::gzip);
    CHECK(best_coding("brotli, zstd") == coding::identity);
    CHECK(best_coding("") == coding::identity);
}

TEST_CASE("who has the page already gets 304 without it", "[api]") {
    bench b;
    auto const tag = header(b.ask(bench::asking("/")), "ETag");
    auto const again = b.ask(bench::asking("/", {{"if-none-match", "\"other\", " + tag}}));
    CHECK(again.status == 304);
    CHECK_FALSE(again.body);
    CHECK(header(again, "ETag") == tag);
    CHECK(b.ask(bench::asking("/", {{"if-none-match", "\"other\""}})).status == 200);
    CHECK(b.ask(bench::asking("/", {{"if-none-match", "*"}})).status == 304);
}

TEST_CASE("an answer to a key is never kept and never taken from what is kept", "[api]") {
    bench b;
    auto asked = bench::asking("/");
    asked.key = api_key{.name = "k", .scopes = {"read"}};
    auto const own = b.ask(asked);
    CHECK(header(own, "Cache-Control") == "private, no-store");
    CHECK(header(own, "ETag").empty());
    CHECK(b.ask(bench::asking("/")).body.get() != own.body.get());
    CHECK(b.ask(asked).body->front() == '3');
}

TEST_CASE("only a page that is there is kept", "[api]") {
    bench b;
    CHECK(b.ask(bench::asking("/404")).status == 404);
    CHECK(b.ask(bench::asking("/404")).status == 404);
    CHECK(b.made == 2);
}

TEST_CASE("who asks while the page is being made waits for it", "[api]") {
    bench b;
    b.door.emplace(b.events, asio::steady_timer::time_point::max());
    test::running one{b.events, b.page(bench::asking("/"))};
    test::running two{b.events, b.page(bench::asking("/"))};
    test::poll_until(b.events, [&] { return b.made == 1; });
    b.events.restart();
    b.events.poll();
    b.door->cancel();
    CHECK(one.get().body.get() == two.get().body.get());
    CHECK(b.made == 1);
}

TEST_CASE("the cache stays within its bytes, and the least recently used goes first", "[api]") {
    bench b{12'000};
    b.ask(bench::asking("/1"));
    b.ask(bench::asking("/2"));
    b.ask(bench::asking("/1"));
    b.ask(bench::asking("/3"));
    b.ask(bench::asking("/4"));
    b.ask(bench::asking("/5"));
    CHECK(b.cache.bytes() <= 12'000);
    CHECK(b.made == 5);
    b.ask(bench::asking("/5"));
    CHECK(b.made == 5);
    b.ask(bench::asking("/2"));
    CHECK(b.made == 6);
    b.size = 20'000;
    b.ask(bench::asking("/big"));
    CHECK(b.cache.bytes() <= 12'000);
}

TEST_CASE("without a version that was ever known a page is not served blindly", "[api]") {
    bench b;
    b.database_away = true;
    REQUIRE_THROWS_AS(b.ask(bench::asking("/")), std::runtime_error);
}

TEST_CASE("what is good for less time than others says so, and is not served longer", "[api]") {
    bench bench;
    bench.max_age = "2";
    auto const first = bench.ask(bench.asking("/"));
    CHECK(header(first, "Cache-Control") == "public, max-age=2, stale-if-error=86400");
    CHECK(bench.ask(bench.asking("/")).body == first.body);
    CHECK(bench.made == 1);

    bench.max_age = "0";
    bench.ask(bench.asking("/now"));
    bench.ask(bench.asking("/now"));
    CHECK(bench.made == 3);

    bench.max_age = "3600";
    CHECK(header(bench.ask(bench.asking("/long")), "Cache-Control") ==
          "public, max-age=300, stale-if-error=86400");
}
