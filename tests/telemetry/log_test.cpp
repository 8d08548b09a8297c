#include "daemon/telemetry/log.hpp"

#include <rapidjson/document.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

using namespace lacuna;

namespace {

std::string logged(log_form form, std::string const& words) {
    std::ostringstream lines;
    spdlog::logger log{"test", std::make_shared<spdlog::sinks::ostream_sink_st>(lines)};
    log.set_formatter(make_line_formatter(form));
    log.warn("{}", words);
    return lines.str();
}

}  // namespace

TEST_CASE("a line is an event, whatever is in it", "[telemetry]") {
    for (auto const form : {log_form::text, log_form::json}) {
        auto const line = logged(form, "a\nb\rc\x1b[31m\x7f \xff");
        CHECK(std::count(line.begin(), line.end(), '\n') == 1);
        CHECK(line.back() == '\n');
        CHECK(line.find('\r') == line.npos);
        CHECK(line.find('\x1b') == line.npos);
    }
}

TEST_CASE("a line of text begins with the instant in UTC and the level", "[telemetry]") {
    auto const line = logged(log_form::text, "run=7 \"quoted\"");
    CHECK(line.size() > 24);
    CHECK(line[10] == 'T');
    CHECK(line[23] == 'Z');
    CHECK(line.substr(24) == " warning run=7 \"quoted\"\n");
}

TEST_CASE("a line of JSON is JSON and says what was said", "[telemetry]") {
    std::string const words{"say \"x\" \\ \n\t\x01 \xC3\xA9 \xff\xED\xA0\x80"};
    rapidjson::Document read;
    auto const line = logged(log_form::json, words);
    read.Parse<rapidjson::kParseValidateEncodingFlag>(line.c_str());
    REQUIRE_FALSE(read.HasParseError());
    CHECK(std::string{read["level"].GetString()} == "warning");
    std::string const said = read["message"].GetString();
    CHECK(said.starts_with("say \"x\" \\ \n\t\x01 \xC3\xA9 \xEF\xBF\xBD"));
}
