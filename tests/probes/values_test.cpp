#include "probes/failure.hpp"
#include "probes/http_client.hpp"
#include "probes/sha256.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lacuna;

TEST_CASE("every failure has a word of its own", "[failure]") {
    std::set<std::string_view> words;
    for (int number = 1; number <= 8; ++number) words.insert(to_string(static_cast<probe_failure>(number)));
    CHECK(words == std::set<std::string_view>{"unreachable", "timed_out", "tls", "refused", "rate_limited",
                                              "server_error", "unreadable", "too_large"});
}

TEST_CASE("a status alone means a failure, unless it is 200", "[failure]") {
    CHECK(failure_of_status(200) == std::nullopt);
    CHECK(failure_of_status(401) == probe_failure::refused);
    CHECK(failure_of_status(403) == probe_failure::refused);
    CHECK(failure_of_status(429) == probe_failure::rate_limited);
    CHECK(failure_of_status(500) == probe_failure::server_error);
    CHECK(failure_of_status(599) == probe_failure::server_error);
    for (unsigned const odd : {0U, 100U, 199U, 201U, 204U, 302U, 400U, 402U, 404U, 499U, 600U, 999U})
        CHECK(failure_of_status(odd) == probe_failure::unreadable);
}

TEST_CASE("SHA-256 is the one of FIPS 180-4", "[sha256]") {
    CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(short_hash("abc") == static_cast<std::int64_t>(0xba7816bf8f01cfeaULL));
}

TEST_CASE("a base URL is taken apart", "[http]") {
    struct row {
        std::string url, host;
        std::uint16_t port;
        bool tls;
        std::string path;
    };
    auto const good = GENERATE(values<row>({
        {"https://open.tiktokapis.com", "open.tiktokapis.com", 443, true, ""},
        {"https://www.tiktok.com:8443/", "www.tiktok.com", 8443, true, ""},
        {"HTTPS://example.org/a/b//", "example.org", 443, true, "/a/b"},
        {"http://127.0.0.1:8099", "127.0.0.1", 8099, false, ""},
        {"http://localhost/x", "localhost", 80, false, "/x"},
        {"http://[::1]:65535/", "::1", 65535, false, ""},
    }));
    auto const read = read_base_url(good.url);
    REQUIRE(read.has_value());
    CHECK(read->host == good.host);
    CHECK(read->port == good.port);
    CHECK(read->tls == good.tls);
    CHECK(read->base_path == good.path);
}

TEST_CASE("a base URL that would be misunderstood is refused with words", "[http]") {
    auto const bad = GENERATE(values<std::string>(
        {"", "example.org", "//example.org", "ftp://example.org", "https://", "https:///path",
         "https://user@example.org", "https://user:secret@example.org", "https://example.org?x=1",
         "https://example.org#x", "https://example.org:0", "https://example.org:65536",
         "https://example.org:99999999999", "https://exa mple.org", "http://example.org", "http://10.0.0.1",
         "http://localhost.example.org", "https://example.org/a\nb"}));
    INFO(bad);
    auto const read = read_base_url(bad);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().starts_with("must "));
    CHECK(read.error().find("secret") == std::string::npos);
}
