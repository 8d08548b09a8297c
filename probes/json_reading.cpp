#include "probes/json_reading.hpp"

#include <rapidjson/reader.h>
#include <rapidjson/stream.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace lacuna {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// Length of the UTF-8 character at the start of `text` (Unicode 15, table 3-7); 0 if there is none.
std::size_t character_length(std::string_view text) noexcept {
    auto const byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    auto const follows = [&](std::size_t at, unsigned least = 0x80, unsigned most = 0xBF) {
        return at < text.size() && byte(at) >= least && byte(at) <= most;
    };
    unsigned const first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        unsigned const least = first == 0xE0 ? 0xA0 : 0x80;  // No longer forms than needed,
        unsigned const most = first == 0xED ? 0x9F : 0xBF;   // and no surrogates.
        return follows(1, least, most) && follows(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        unsigned const least = first == 0xF0 ? 0x90 : 0x80;
        unsigned const most = first == 0xF4 ? 0x8F : 0xBF;
        return follows(1, least, most) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

/// Where the first byte stands that cannot be stored; the length of `text` if none does.
std::size_t first_unstorable(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        auto const byte = static_cast<unsigned char>(text[at]);
        std::size_t const length = byte == 0 ? 0 : byte < 0x80 ? 1 : character_length(text.substr(at));
        if (length == 0) break;
        at += length;
    }
    return at;
}

std::size_t cut_between_characters(std::string_view text, std::size_t most) noexcept {
    if (text.size() <= most) return text.size();
    auto const continues = [text](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    for (std::size_t end = most; end + 4 > most && end > 0; --end)
        if (!continues(end)) return end;
    return most;
}

/// Builds a document from what RapidJSON's reader finds, within our limits.
class document_builder {
public:
    explicit document_builder(rapidjson::Document& into) : into_{into} {}

    bool Null() { return into_.Null(); }
    bool Bool(bool value) { return into_.Bool(value); }
    bool Int(int value) { return into_.Int(value); }
    bool Uint(unsigned value) { return into_.Uint(value); }
    bool Int64(std::int64_t value) { return into_.Int64(value); }
    bool Uint64(std::uint64_t value) { return into_.Uint64(value); }
    bool Double(double value) { return into_.Double(value); }
    bool RawNumber(char const* digits, rapidjson::SizeType length, bool) {
        std::int64_t whole = 0;
        auto const* const end = digits + length;
        auto const [stop, error] = std::from_chars(digits, end, whole);
        if (error == std::errc{} && stop == end) return into_.Int64(whole);
        double real = 0;
        bool const fraction =
            std::any_of(digits, end, [](char c) { return c == '.' || c == 'e' || c == 'E'; });
        if (fraction && std::from_chars(digits, end, real).ec == std::errc{} && std::isfinite(real))
            return into_.Double(real);
        return into_.String(digits, length, true);
    }
    bool String(char const* text, rapidjson::SizeType length, bool) {
        std::string_view const read{text, length};
        if (first_unstorable(read) == length) return into_.String(text, length, true);
        auto const clean = storable(read);
        return into_.String(clean.data(), static_cast<rapidjson::SizeType>(clean.size()), true);
    }
    bool Key(char const* text, rapidjson::SizeType length, bool copy) { return String(text, length, copy); }
    bool StartObject() { return ++depth_ <= json_depth_limit && into_.StartObject(); }
    bool EndObject(rapidjson::SizeType members) { return --depth_, into_.EndObject(members); }
    bool StartArray() { return ++depth_ <= json_depth_limit && into_.StartArray(); }
    bool EndArray(rapidjson::SizeType elements) { return --depth_, into_.EndArray(elements); }

private:
    rapidjson::Document& into_;
    unsigned depth_ = 0;
};

/// One pass of RapidJSON over a text, in the form that Document::Populate takes.
class pass {
public:
    explicit pass(std::string const& text) : text_{text} {}

    bool operator()(rapidjson::Document& into) {
        document_builder builder{into};
        rapidjson::StringStream stream{text_.c_str()};
        rapidjson::Reader reader;
        result_ = reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, builder);
        // The stream ends at a NUL byte: the text must not go on behind it.
        whole_ = !result_.IsError() && stream.Tell() == text_.size();
        return whole_;
    }
    [[nodiscard]] bool whole() const noexcept { return whole_; }
    [[nodiscard]] bool lone_surrogate() const noexcept {
        return result_.Code() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid;
    }

private:
    std::string const& text_;
    rapidjson::ParseResult result_{};
    bool whole_ = false;
};

/// The four digits of an escape \uXXXX at `at`; none if there is no such escape.
std::optional<unsigned> escape_at(std::string_view text, std::size_t at) noexcept {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
    unsigned code = 0;
    auto const* const digits = text.data() + at + 2;
    if (std::from_chars(digits, digits + 4, code, 16).ptr != digits + 4) return std::nullopt;
    return code;
}

std::optional<rapidjson::Document> read_once(std::string const& text, bool& lone_surrogate) {
    pass read{text};
    rapidjson::Document document;
    document.Populate(read);
    lone_surrogate = read.lone_surrogate();
    if (!read.whole()) return std::nullopt;
    return document;
}

}  // namespace

std::string storable(std::string_view text) {
    std::string clean;
    clean.reserve(text.size() + 8);
    for (;;) {
        auto const good = first_unstorable(text);
        clean.append(text.substr(0, good));
        if (good == text.size()) return clean;
        clean.append(replacement);
        text.remove_prefix(good + 1);
    }
}

std::string storable(std::string_view text, std::size_t most) {
    auto clean = storable(text.substr(0, cut_between_characters(text, most)));
    clean.resize(cut_between_characters(clean, most));  // Replacements make a text longer.
    return clean;
}

std::string without_lone_surrogates(std::string text) {
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        if (text[at] != '\\') continue;
        auto const code = escape_at(text, at);
        bool const leads = code && *code >= 0xD800 && *code <= 0xDBFF;
        if (leads) {
            auto const next = escape_at(text, at + 6);
            bool const paired = next && *next >= 0xDC00 && *next <= 0xDFFF;
            if (!paired) text.replace(at + 2, 4, "fffd");
            at += paired ? 11 : 5;
        } else {
            ++at;  // Whatever is escaped here is not the start of an escape.
        }
    }
    return text;
}

std::optional<rapidjson::Document> read_json(std::string const& text) {
    bool lone_surrogate = false;
    auto document = read_once(text, lone_surrogate);
    if (lone_surrogate) document = read_once(without_lone_surrogates(text), lone_surrogate);
    return document;
}

rapidjson::Value const* member_of(rapidjson::Value const& value, std::string_view name) noexcept {
    if (!value.IsObject()) return nullptr;
    rapidjson::Value const* found = nullptr;
    for (auto const& member : value.GetObject())
        if (text_of(member.name) == name) found = &member.value;
    return found == nullptr || found->IsNull() ? nullptr : found;
}

std::string_view text_member(rapidjson::Value const& value, std::string_view name) noexcept {
    auto const* const found = member_of(value, name);
    return found != nullptr && found->IsString() ? text_of(*found) : std::string_view{};
}

std::optional<std::int64_t> whole_number(rapidjson::Value const& value) noexcept {
    if (value.IsInt64()) return value.GetInt64();
    if (!value.IsString()) return std::nullopt;
    auto const text = text_of(value);
    std::int64_t number = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace lacuna
