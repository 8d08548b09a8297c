#include "daemon/watchlist/data_donation.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace lacuna;

namespace {

using ids = std::vector<std::int64_t>;

constexpr std::int64_t a = 7332960275127110954, b = 7361448925972155679, c = 7400000000000000001,
                       d = 7400000000000000002;

std::string share(std::int64_t id) {
    return "https://www.tiktokv.com/share/video/" + std::to_string(id) + "/";
}
std::string entry(std::string const& date, std::string const& link, std::int64_t id) {
    return "{\"" + date + "\":\"2024-11-27 07:28:28\",\"" + link + "\":\"" + share(id) + "\"}";
}

/// Of one file alone.
struct outcome {
    std::optional<bool> is_export{};  ///< None: refused.
    bad_input wrong{};
    data_donation donation{};
};
outcome read(std::string const& text, donation_limits limits = {}) {
    donation_reader reader{limits};
    std::istringstream file{text};
    auto const read = reader.read(file);
    outcome found;
    if (read) found.is_export = *read;
    if (!read) found.wrong = read.error();
    found.donation = std::move(reader).take();
    return found;
}

std::size_t refused(outcome const& found, link_refusal why) {
    return found.donation.refused[static_cast<std::size_t>(why)];
}

std::string block(std::string const& date, std::string const& link, std::int64_t id) {
    return date + " 2024-11-27 07:28:28 UTC\n" + link + " " + share(id) + "\n\n";
}

std::string nested(std::size_t depth, std::string const& inside) {
    return R"({"Activity":)" + std::string(depth, '[') + inside + std::string(depth, ']') + "}";
}

}  // namespace

TEST_CASE("the old layout of an export gives what was watched, liked, kept and shared", "[donation]") {
    auto const found = read(
        R"({"Activity":{"Video Browsing History":{"VideoList":[)" + entry("Date", "Link", c) +
        R"(]},"Like List":{"ItemFavoriteList":[)" + entry("date", "link", a) +
        R"(]},"Favorite Videos":{"FavoriteVideoList":[)" + entry("Date", "Link", b) +
        R"(]},"Share History":{"ShareHistoryList":[{"Date":"2024-11-27 07:28:28","SharedContent":"video","Link":")" +
        share(d) + R"(","Method":"copy"}]}}})");

    CHECK(found.is_export == true);
    CHECK(found.donation.ids == ids{a, b, c, d});
}

TEST_CASE("the new layout has other names and nests likes and favourites", "[donation]") {
    auto const in_activity =
        read(R"({"Your Activity":{"Watch History":{"VideoList":[)" + entry("Date", "Link", c) +
             R"(]},"Likes and Favorites":{"Like List":{"ItemFavoriteList":[)" + entry("date", "link", a) +
             R"(]}}}})");
    auto const at_the_top = read(R"({"Likes and Favorites":{"Favorite Videos":{"FavoriteVideoList":[)" +
                                 entry("Date", "Link", b) + R"(]},"Like List":{"ItemFavoriteList":[)" +
                                 entry("DATE", "LINK", a) + R"(]}}})");

    CHECK(in_activity.donation.ids == ids{a, c});
    CHECK(at_the_top.donation.ids == ids{a, b});
}

TEST_CASE("an export with empty lists is an export without videos", "[donation]") {
    auto const found =
        read(R"({"Activity":{"Like List":{"ItemFavoriteList":null},"Watch History":{"VideoList":[]}}})");

    CHECK(found.is_export == true);
    CHECK(found.donation.ids.empty());
}

TEST_CASE("own posts, comments and messages are not taken", "[donation]") {
    auto const video = share(a);
    auto const found = read(
        R"({"Post":{"Posts":{"VideoList":[{"Date":"2024-01-01 00:00:00","Link":")" + video +
        R"("}]}},"Comment":{"Comments":{"CommentsList":[{"comment":")" + video +
        R"("}]}},"Direct Messages":{"Chat History":{"ChatHistory":{"Chat History with x:":[{"Content":")" +
        video + R"(","Link":")" + video + R"("}]}}},"Your Activity":{"Watch History":{"VideoList":[)" +
        entry("Date", "Link", b) + "]}}}");

    CHECK(found.donation.ids == ids{b});
}

TEST_CASE("each id is there once and in an order that says nothing", "[donation]") {
    donation_reader reader;
    for (auto const& ids_of_file : {ids{d, a, d}, ids{c, a}}) {
        std::string list;
        for (auto const id : ids_of_file) list += (list.empty() ? "" : ",") + entry("Date", "Link", id);
        std::istringstream file{R"({"Activity":{"Watch History":{"VideoList":[)" + list + "]}}}"};
        CHECK(*reader.read(file));
    }

    CHECK(std::move(reader).take().ids == ids{a, c, d});
}

TEST_CASE("links that give no video are counted by why", "[donation]") {
    std::string list;
    for (auto const* link :
         {"https://www.tiktok.com/@name/video/7332960275127110954?lang=de",
          "https://www.tiktok.com/@name/live", "", "https://evil.example/video/7332960275127110954",
          "https://tiktok.com.evil.example/video/7332960275127110954",
          "https://www.tiktok.com@evil.example/video/7332960275127110954",
          "https://www.tiktokv.com/share/video/99999999999999999999/",
          "https://www.tiktokv.com/share/video/12x/", "https://www.tiktokv.com/share/video//",
          "javascript:/video/7332960275127110954"}) {
        list +=
            std::string{list.empty() ? "" : ","} + R"({"Date":"2024-11-27 07:28:28","Link":")" + link + "\"}";
    }
    auto const found =
        read(R"({"Activity":{"Share History":{"ShareHistoryList":[)" + list +
             R"(,{"SharedContent":"Photo","Link":")" + share(b) + R"("},{"Method":"copy"}]}}})");

    CHECK(found.donation.ids == ids{a});
    CHECK(refused(found, link_refusal::not_a_video) == 2);
    CHECK(refused(found, link_refusal::other_site) == 3);
    CHECK(refused(found, link_refusal::bad_id) == 3);
    CHECK(refused(found, link_refusal::no_address) == 3);
}

TEST_CASE("text exports are read in any language", "[donation]") {
    CHECK(read(block("Date:", "Link:", a) + block("Date:", "Link:", b)).donation.ids == ids{a, b});
    CHECK(read(block("Datum:", "Link:", a)).donation.ids == ids{a});
    CHECK(read(block("Дата:", "Ссылка:", a)).donation.ids == ids{a});
    CHECK(read(block("日期：", "链接：", a)).donation.ids == ids{a});
    CHECK(read(block("التاريخ:", "الرابط:", a)).donation.ids == ids{a});
    CHECK(read(block("Date :", "Lien\u00a0:", a)).donation.ids == ids{a});
    CHECK(read("\xEF\xBB\xBF"
               "Date: 1\r\nLink: " +
               share(c) + "\r\n\r\nDate: 2\r\nLink: " + share(d))
              .donation.ids == ids{c, d});
    auto const shared = read("Datum: 2024-11-27 07:28:28 UTC\nGeteilter Inhalt: video\nLink: " + share(a) +
                             "\nMethode: whatsapp\n\n");
    CHECK(shared.donation.ids == ids{a});
}

TEST_CASE("text files that are something else are left alone", "[donation]") {
    auto const video = share(a);
    std::vector<std::string> const texts{
        std::string{},
        std::string{"\n\n\n"},
        video + "\n" + share(b) + "\n",                                             // A list of addresses.
        "url,note\n" + video + ",x\n",                                              // CSV.
        "id\n7332960275127110954\n",                                                //
        "Date: 2024-01-01\nLink: " + video + "\nLike(s): 3\n\n",                    // Own posts, old …
        "Date: 2024-01-01\nLink: " + video + "\nLikes: 3\nWho can view: all\n\n",   // … and of four lines.
        "Date: 2024-01-01\nLink: " + video + "\nLikes: 3\nSound: x\nTitle: y\n\n",  //
        std::string{"Date: 2024-01-01\nLink: https://www.tiktok.com/music/x-123\n\n"},  // Sounds kept.
        "Date: 2024-01-01\nComment: hello\n\nDate: 2024-01-02\nComment: bye\n\nDate: 3\nComment: " + video +
            "\n",
        "2024-01-01 00:00:00 UTC alice: " + video + "\n2024-01-01 bob: ha\n",
        "2024-01-01 00:00:00 UTC alice: look " + video + "\n2024-01-01 bob: ha\n",  // Messages.
    };
    for (auto const& text : texts) {
        CAPTURE(text);
        auto const found = read(text);
        CHECK(found.is_export == false);
        CHECK(found.donation.ids.empty());
        CHECK(found.donation.refused == std::array<std::size_t, 4>{});
    }
}

TEST_CASE("JSON that is no export leaves nothing behind", "[donation]") {
    auto const found = read(R"({"videos":[{"Link":")" + share(a) + R"("}],"Activity":{"Login History":{}}})");

    CHECK(found.is_export == false);
    CHECK(found.donation.ids.empty());
}

TEST_CASE("a file that cannot be read to its end is refused with its place", "[donation]") {
    auto const good = R"({"Activity":{"Like List":{"ItemFavoriteList":[)" + entry("date", "link", a) + "]}}}";
    for (std::size_t length = 1; length < good.size(); ++length) {
        auto const found = read(good.substr(0, length));
        CHECK_FALSE(found.is_export);
        CHECK(found.wrong.where.starts_with("byte "));
        CHECK(found.donation.ids.empty());
    }
    CHECK_FALSE(read(good + "{}").is_export);
    CHECK(read(good + " \n").is_export == true);
    CHECK(read(nested(1, std::string("\0", 1))).wrong.wrong.starts_with("is not JSON"));
}

TEST_CASE("a person's odd texts do not make an export unreadable", "[donation]") {
    for (auto const* odd :
         {R"("\ud83d")", R"("\uDe00\ud83d x")", "\"\xff\xfe\"", R"("\u0000")", "-0.1E-999", R"("\\ud83d")"}) {
        CAPTURE(odd);
        auto const found =
            read(std::string{R"({"Comment":)"} + odd + R"(,"Activity":{"Watch History":{"VideoList":[)" +
                 entry("Date", "Link", a) + "]}}}");
        CHECK(found.is_export == true);
        CHECK(found.donation.ids == ids{a});
    }
    // An address with escapes is an address.
    CHECK(
        read(
            R"({"Activity":{"Like List":{"ItemFavoriteList":[{"link":"https:\/\/www.tiktokv.com\u002fshare\/video\/)" +
            std::to_string(a) + R"(\/"}]}}})")
            .donation.ids == ids{a});
}

TEST_CASE("depth, texts, links and bytes have limits", "[donation]") {
    CHECK(read(nested(63, "")).is_export == false);
    CHECK(read(nested(64, "")).wrong.wrong == "must not be nested more than 64 deep");
    CHECK_FALSE(read(std::string(200'000, '[')).is_export.value_or(true));
    CHECK_FALSE(read("{\"a\":" + std::string(200'000, '[')).is_export);

    auto const list = R"({"Activity":{"Like List":{"ItemFavoriteList":[)" + entry("date", "link", a) + ',' +
                      entry("date", "link", a) + "]}}}";
    CHECK(read(list, {.links = 2}).is_export == true);
    CHECK(read(list, {.links = 1}).wrong.wrong == "must have at most 1 links");
    CHECK(read(list, {.bytes = list.size()}).is_export == true);
    CHECK(read(list, {.bytes = list.size() - 1}).wrong.where == "the export");
    CHECK(read(R"({"a":")" + std::string(1000, 'x') + R"("})", {.text = 1010, .line = 1}).is_export == false);
    CHECK(read(R"({"a":")" + std::string(1000, 'x') + R"("})", {.text = 900, .line = 1}).wrong.wrong ==
          "must have no text longer than 900 bytes");
    auto const text = block("Date:", "Link:", a) + block("Date:", "Link:", b);
    CHECK(read(text, {.links = 1}).wrong.where == "the export");
    CHECK(read(text, {.bytes = text.size()}).is_export == true);
    CHECK(read(text, {.bytes = text.size() - 1}).wrong.where == "the export");
}

TEST_CASE("the limits hold over all files of an export together", "[donation]") {
    auto const text = block("Date:", "Link:", a);
    donation_reader by_links{{.links = 1}}, by_bytes{{.bytes = text.size() + 5}};
    std::istringstream first{text}, second{text}, third{text}, fourth{text};

    CHECK(by_links.read(first).has_value());
    CHECK_FALSE(by_links.read(second).has_value());
    CHECK(by_bytes.read(third).has_value());
    CHECK_FALSE(by_bytes.read(fourth).has_value());
}
