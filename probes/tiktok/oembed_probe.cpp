#include "probes/tiktok/oembed_probe.hpp"

#include "probes/json_reading.hpp"
#include "probes/sha256.hpp"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <charconv>
#include <iterator>

namespace lacuna::tiktok {
namespace {

/// Keeps the two members that matter, from the outermost object; the rest only has to be JSON.
class answer_reader : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, answer_reader> {
public:
    enum class member { other, author, code };

    std::optional<std::string> author{};
    std::optional<std::int64_t> code{};

    bool Default() { return depth_ > 0; }  // A bare value is not an answer.
    bool Int(int number) { return keep(number); }
    bool Uint(unsigned number) { return keep(number); }
    bool String(char const* text, rapidjson::SizeType length, bool) {
        if (at_ == member::author && depth_ == 1) author.emplace(text, length);
        return depth_ > 0;
    }
    bool Key(char const* text, rapidjson::SizeType length, bool) {
        std::string_view const name{text, length};
        if (depth_ == 1)
            at_ = name == "author_unique_id" ? member::author : name == "code" ? member::code : member::other;
        return true;
    }
    bool StartObject() { return ++depth_ <= json_depth_limit; }
    bool EndObject(rapidjson::SizeType) { return leave(); }
    bool StartArray() { return depth_ > 0 && ++depth_ <= json_depth_limit; }
    bool EndArray(rapidjson::SizeType) { return leave(); }

private:
    bool keep(std::int64_t number) {
        if (at_ == member::code && depth_ == 1) code = number;
        return depth_ > 0;
    }
    bool leave() {
        --depth_;
        return true;
    }

    unsigned depth_ = 0;
    member at_ = member::other;
};

rapidjson::ParseErrorCode read(std::string_view body, answer_reader& into) {
    rapidjson::MemoryStream stream{body.data(), body.size()};
    rapidjson::Reader reader;
    auto const result = reader.Parse(stream, into);
    // The stream takes a NUL byte for its end.
    if (!result.IsError() && stream.Tell() != body.size())
        return rapidjson::kParseErrorDocumentRootNotSingular;
    return result.Code();
}

}  // namespace

std::string oembed_target(std::int64_t video_id) {
    char digits[24];
    auto const end = std::to_chars(std::begin(digits), std::end(digits), video_id).ptr;
    std::string target{"/oembed?url=https%3A%2F%2Fwww.tiktok.com%2F%40_%2Fvideo%2F"};
    return target.append(std::begin(digits), end);
}

presence_reading read_oembed(unsigned http_status, std::string_view body) {
    using state = presence_reading::state;
    presence_reading reading{.http_status = http_status};
    if (!body.empty()) reading.hash = short_hash(body);
    if (http_status != 200 && http_status != 400) {
        reading.failure = failure_of_status(http_status);
        return reading;
    }

    answer_reader answer;
    auto fault = read(body, answer);
    if (fault == rapidjson::kParseErrorStringUnicodeSurrogateInvalid) {
        answer = {};
        fault = read(without_lone_surrogates(std::string{body}), answer);
    }
    bool const is_json = fault == rapidjson::kParseErrorNone;
    if (is_json && http_status == 400 && answer.code == 400) {
        reading.is = state::not_public;
    } else if (is_json && http_status == 200 && answer.author) {
        reading.is = answer.author->empty() ? state::shell : state::is_public;
        reading.username = storable(*answer.author, 100);
    } else {
        reading.failure = probe_failure::unreadable;
    }
    return reading;
}

boost::asio::awaitable<presence_reading> oembed_probe::look(std::int64_t video_id) {
    http_question question{.target = oembed_target(video_id)};
    auto const answer = co_await api_.send(std::move(question));
    if (!answer) co_return presence_reading{.failure = answer.error().why, .latency = answer.error().latency};
    auto reading = read_oembed(answer->status, answer->body);
    reading.latency = answer->latency;
    co_return reading;
}

}  // namespace lacuna::tiktok
