#include "daemon/api/rest.hpp"
#include "embedded/web.hpp"
#include "tests/support/fake_clock.hpp"

#include <rapidjson/document.h>

#include <catch2/catch.hpp>

#include <set>

using namespace lacuna;

namespace {

/// "/lists/{slug}" as "/lists/{}".
std::string without_names(std::string path) {
    for (auto at = path.find('{'); at != path.npos; at = path.find('{', at + 1)) {
        path.erase(at + 1, path.find('}', at) - at - 1);
    }
    return path;
}

std::string word_for(api::method verb) {
    switch (verb) {
        case api::method::post: return "post";
        case api::method::patch: return "patch";
        case api::method::del: return "delete";
        default: return "get";
    }
}

rapidjson::Document description() {
    rapidjson::Document read;
    for (auto const& file : embedded::web()) {
        if (file.path == "openapi.json") read.Parse(file.bytes.data(), file.bytes.size());
    }
    return read;
}

/// Every "$ref" below `value`.
void collect(rapidjson::Value const& value, std::set<std::string>& references) {
    if (value.IsArray()) {
        for (auto const& one : value.GetArray()) collect(one, references);
    }
    if (!value.IsObject()) return;
    for (auto const& member : value.GetObject()) {
        if (member.name == "$ref") references.insert(member.value.GetString());
        collect(member.value, references);
    }
}

}  // namespace

TEST_CASE("the description and the routes name the same addresses and methods", "[api]") {
    // The routes are only looked at; nothing is ever connected.
    database db{"", 1};
    list_store lists{db};
    item_reader items{db};
    rate_reader rates{db};
    run_reader runs{db};
    test::fake_clock time{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
    api::rest_sources const from{
        .db = db, .lists = lists, .items = items, .rates = rates, .runs = runs, .time = time};

    std::set<std::string> routed;
    for (auto const& route : api::rest_routes(from)) {
        CHECK(routed.insert(word_for(route.verb) + " " + route.path).second);
    }
    std::set<std::string> described;
    auto const text = description();
    REQUIRE(text.IsObject());
    for (auto const& path : text["paths"].GetObject()) {
        for (auto const& one : path.value.GetObject()) {
            described.insert(std::string{one.name.GetString()} + " " + without_names(path.name.GetString()));
        }
    }
    CHECK(routed == described);
}

TEST_CASE("the description's scopes are the routes' scopes", "[api]") {
    database db{"", 1};
    list_store lists{db};
    item_reader items{db};
    rate_reader rates{db};
    run_reader runs{db};
    test::fake_clock time{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
    api::rest_sources const from{
        .db = db, .lists = lists, .items = items, .rates = rates, .runs = runs, .time = time};

    std::map<std::string, std::string> described;
    auto const text = description();
    for (auto const& path : text["paths"].GetObject()) {
        for (auto const& one : path.value.GetObject()) {
            auto const& first = one.value["security"][0];
            described[std::string{one.name.GetString()} + " " + without_names(path.name.GetString())] =
                first.HasMember("key") ? first["key"][0].GetString() : "";
        }
    }
    for (auto const& route : api::rest_routes(from)) {
        CAPTURE(route.path);
        CHECK(described[word_for(route.verb) + " " + route.path] == route.scope);
    }
}

TEST_CASE("everything that the description refers to is there", "[api]") {
    auto const text = description();
    std::set<std::string> references;
    collect(text, references);
    REQUIRE(references.size() > 10);
    for (auto const& reference : references) {
        CAPTURE(reference);
        rapidjson::Value const* at = &text;
        std::string_view rest = reference;
        REQUIRE(rest.starts_with("#/"));
        rest.remove_prefix(2);
        while (!rest.empty()) {
            std::string const name{rest.substr(0, rest.find('/'))};
            REQUIRE(at->HasMember(name.c_str()));
            at = &(*at)[name.c_str()];
            rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        }
    }
}
