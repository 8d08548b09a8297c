#include "tests/pages/pages_bench.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using test::day_at;
using test::has;
using test::pages_bench;

namespace {

std::string const odd = "ü/日本 <b>&'\"%2F";
std::string const odd_encoded = "%C3%BC%2F%E6%97%A5%E6%9C%AC%20%3Cb%3E%26%27%22%252F";

/// A public list of 40 by four creators, a private one of another creator, and an imported series; two days,
/// on the second of which the first creator's ten are missing.
struct two_days : pages_bench {
    two_days() {
        add(make_list("news").key, 1'000'000, 40);
        add(make_list("hidden", false).key, 2'000'000, 6);
        sql("UPDATE item SET username = CASE WHEN platform_id >= 2000000 THEN 'secret' ELSE "
            "'creator' || (platform_id - 1000000) / 10 END, region = CASE WHEN platform_id < 1000030 THEN "
            "'DE' END "
            "RETURNING 1");
        sql("UPDATE item SET username = '" + std::string{"ü/日本 <b>&''\"%2F"} +
            "' WHERE platform_id BETWEEN 1000010 AND 1000019 RETURNING 1");
        run_day(0);
        std::set<std::int64_t> lost;
        for (std::int64_t n = 0; n < 10; ++n) lost.insert(1'000'000 + n);
        run_day(1, lost);
        new_list const series{.slug = "series",
                              .title = "A series",
                              .how = selection::convenience,
                              .imported = true,
                              .origin = "Somebody"};
        get(lists.create(series));
        time.advance(std::chrono::hours{26});
    }
};

}  // namespace

TEST_CASE("every page of a list in depth answers for a public list alone", "[pages][postgres]") {
    two_days b;
    for (std::string const part : {"creators", "lag", "metadata", "where-from"}) {
        INFO(part);
        auto const news = b.read("/lists/news/" + part);
        CHECK(news.status == 200);
        CHECK(has(news.body, "More about this list"));
        CHECK(has(news.body, "Cite this page"));
        CHECK(b.read("/lists/hidden/" + part).status == 404);
        CHECK(b.read("/lists/hidden/" + part, b.reader).status == 200);
        CHECK(b.read("/lists/nowhere/" + part).status == 404);
        CHECK(has(b.read("/lists/series/" + part).body, "Imported."));
        CHECK_FALSE(has(news.body, "secret"));
    }
    CHECK(has(b.read("/lists/news").body, "/lists/news/where-from"));
    auto const all = b.read("/where-from");
    CHECK(all.status == 200);
    CHECK(has(all.body, "The list news"));
    CHECK_FALSE(has(all.body, "The list hidden"));
    CHECK(b.fault.empty());
}

TEST_CASE("what an address of these pages asks for is checked", "[pages][postgres]") {
    two_days b;
    for (std::string const what :
         {"/lists/news/creators?sort=size", "/lists/news/creators?order=up", "/lists/news/creators?none=2",
          "/lists/news/creators?page=0", "/lists/news/creators?day=soon",
          "/lists/news/metadata?day=2024-13-01", "/lists/news/where-from?day=x",
          "/creators/tiktok/creator0?days=6", "/creators/tiktok/creator0?to=never"}) {
        INFO(what);
        CHECK(b.read(what).status == 400);
    }
    CHECK(b.read("/lists/news/creators?q=" + std::string(101, 'x')).status == 400);
    CHECK(b.read("/lists/news/creators?q=&none=&sort=&order=&day=").status == 200);
}

TEST_CASE("the creators' table is sorted and filtered by its address", "[pages][postgres]") {
    two_days b;
    auto const most = b.read("/lists/news/creators?sort=missing&order=desc").body;
    CHECK(most.find("@creator0") < most.find("@creator2"));
    CHECK(has(most, "1 of the 4 creators with at least 5 counting videos had none of them returned"));
    auto const none = b.read("/lists/news/creators?none=1").body;
    CHECK(has(none, "1 creator fit"));
    CHECK_FALSE(has(none, "@creator2"));
    CHECK(has(b.read("/lists/news/creators?q=creator3").body, "1 creator fit"));
    CHECK(has(b.read("/lists/news/creators?q=nobody").body, "No creator fits."));
    CHECK(has(b.read("/lists/news/creators?day=2024-10-04").body, "and 4 had all"));
}

TEST_CASE("as of an earlier day these pages tell nothing of later ones", "[pages][postgres]") {
    two_days b;
    auto const then = to_string(day_at(0)), later = to_words(day_at(1));
    for (std::string const what : {"/lists/news/creators", "/lists/news/lag", "/lists/news/metadata",
                                   "/lists/news/where-from", "/where-from", "/creators/tiktok/creator0"}) {
        INFO(what);
        auto const frozen = b.read(what + "?as_of=" + then);
        CHECK(frozen.status == 200);
        CHECK_FALSE(has(frozen.body, later));
    }
    CHECK(has(b.read("/lists/news/creators?as_of=" + then).body, "and 4 had all"));
    CHECK(has(b.read("/creators/tiktok/creator0?as_of=" + then).body, "10 of the 10 videos"));
    auto const early = to_string(day_at(-5));
    CHECK(b.read("/creators/tiktok/creator0?as_of=" + early).status == 404);
    CHECK(has(b.read("/lists/news/where-from?as_of=" + early).body,
              "No day of this list has been judged yet."));
}

TEST_CASE("a creator has a page whatever the name is", "[pages][postgres]") {
    two_days b;
    auto const list = b.read("/lists/news/creators").body;
    CHECK(has(list, "href=\"/creators/tiktok/" + odd_encoded + "\""));

    auto const page = b.read("/creators/tiktok/" + odd_encoded);
    CHECK(page.status == 200);
    CHECK(has(page.body, "ü/日本 &lt;b&gt;&amp;"));
    CHECK_FALSE(has(page.body, "<b>&"));
    CHECK(has(page.body, "10 of the 10 videos of @"));
    CHECK(has(b.read("/creators/tiktok/creator0").body, "0 of the 10 videos of @creator0 that count were"));
    CHECK(b.fault.empty());
}

TEST_CASE("who is on no list that may be seen has no page", "[pages][postgres]") {
    two_days b;
    CHECK(b.read("/creators/tiktok/secret").status == 404);
    CHECK(b.read("/creators/tiktok/secret", b.reader).status == 200);
    CHECK(b.read("/creators/tiktok/nobody").status == 404);
    CHECK(b.read("/creators/youtube/creator0").status == 404);
    CHECK(b.read("/creators/tiktok/CREATOR0").status == 404);
    CHECK(b.read("/creators/tiktok/' OR 1=1 --").status == 400);
    CHECK(b.read("/creators/tiktok/%27%20OR%201%3D1%20--").status == 404);
    CHECK(b.read("/creators/tiktok/a%00b").status == 400);
    CHECK(b.read("/creators/tiktok/%2E%2E").status == 400);
    CHECK(b.read("/lists/a%2Fb").status == 400);
    CHECK(b.read("/lists/news%2Fcreators").status == 400);
    CHECK(b.fault.empty());
}

TEST_CASE("by region and by list the same numbers stand as in the twins", "[pages][postgres]") {
    two_days b;
    auto const page = b.read("/lists/news/where-from").body;
    CHECK(has(page, "<tr><th scope=\"row\">DE</th><td>30</td><td>30</td><td>20</td><td>66.7\u00a0%</td>"));
    CHECK(has(page, "<tr><th scope=\"row\">not known</th><td>10</td><td>10</td><td>10</td><td>no rate</td>"));
    auto const twin = b.read("/api/v1/lists/news/strata.csv?day=2024-10-05").body;
    CHECK(has(twin, "region:DE,2024-10-05,false,0.66666"));
    CHECK(has(page, "/api/v1/lists/news/strata.csv?day=2024-10-05"));
    CHECK(has(b.read("/api/v1/where-from.csv").body, "news,2024-10-05,false,0.75,"));
}
