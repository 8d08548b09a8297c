#include "daemon/pages/frozen.hpp"

#include "daemon/pages/citation.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::pages;

namespace {

utc_day const day{std::chrono::year{2026} / 11 / 20};

standing at_noon(utc_day today, std::optional<utc_day> as_of = {}) {
    return {.now = utc_time{today + std::chrono::hours{12}}, .as_of = as_of};
}

}  // namespace

TEST_CASE("links of a frozen page lead to the same day", "[pages]") {
    CHECK(keep_as_of(R"(<a href="/lists/a">x</a>)", day) == R"(<a href="/lists/a?as_of=2026-11-20">x</a>)");
    CHECK(keep_as_of(R"(<a href="/lists/a?q=1&amp;page=2#items">)", day) ==
          R"(<a href="/lists/a?q=1&amp;page=2&amp;as_of=2026-11-20#items">)");
    CHECK(keep_as_of(R"(<a href="/api/v1/items.csv?list=a">)", day) ==
          R"(<a href="/api/v1/items.csv?list=a&amp;as_of=2026-11-20">)");
}

TEST_CASE("links that tell of no day, or of one already, stay as they are", "[pages]") {
    for (auto const* const link :
         {R"(<a href="#items">)", R"(<a href="https://www.tiktok.com/@a/video/1">)",
          R"(<link href="/static/style-1.css">)", R"(<a href="mailto:a@example.org">)",
          R"(<a href="/lists/a?as_of=2026-11-01">)", R"(<a href="/lists/a)",
          R"(<a href="/api/v1/openapi.json">)", R"(<a href="/status">)"}) {
        CHECK(keep_as_of(link, day) == link);
    }
}

TEST_CASE("a form of a frozen page keeps the day", "[pages]") {
    CHECK(
        keep_as_of(R"(<form class="filters" action="/lists/a" method="get"><p>)", day) ==
        R"(<form class="filters" action="/lists/a" method="get"><input type="hidden" name="as_of" value="2026-11-20"><p>)");
}

TEST_CASE("an address is frozen before its fragment", "[pages]") {
    CHECK(as_of_address("/", day) == "/?as_of=2026-11-20");
    CHECK(as_of_address("/lists/a?days=30#items", day) == "/lists/a?days=30&as_of=2026-11-20#items");
    CHECK(kept_address("/method", day) == "/method?as_of=2026-11-20");
    CHECK(kept_address("/method", std::nullopt) == "/method");
    CHECK(kept_address("/status", day) == "/status");
}

TEST_CASE("a citation names the day, the rules and the frozen address", "[pages]") {
    site_facts const site{
        .title = "Lacuna", .operator_name = "A & B", .public_url = "https://audit.example.org"};
    page_head const head{
        .title = "The {list}", .path = "/lists/a", .address = "/lists/a?days=30", .newest = day};

    auto const block = citation_block(site, at_noon(day), head);

    CHECK(block.find("https://audit.example.org/lists/a?days=30&amp;as_of=2026-11-20") != std::string::npos);
    CHECK(block.find("@misc{lacuna-lists-a-2026-11-20,") != std::string::npos);
    CHECK(block.find("title  = {The \\{list\\} (Lacuna)}") != std::string::npos);
    CHECK(block.find("author = {{A \\&amp; B}}") != std::string::npos);
    CHECK(block.find("A day closes at the end of the next one") != std::string::npos);
}

TEST_CASE("a day that has closed is cited without a warning, and a frozen page by its own day", "[pages]") {
    page_head const head{.path = "/", .newest = day};

    CHECK(citation_block({}, at_noon(day + std::chrono::days{2}), head).find("A day closes") ==
          std::string::npos);
    auto const earlier = day - std::chrono::days{3};
    CHECK(citation_block({}, at_noon(day, earlier), head).find("/?as_of=2026-11-17") != std::string::npos);
    CHECK(citation_block({}, at_noon(day), {.path = "/method"}).empty());
}
