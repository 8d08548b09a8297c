#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna::api {

/// Writes one JSON text, piece by piece. Bytes that are not UTF-8 become U+FFFD, so that the text is JSON
/// whatever a platform sent.
class json_writer {
public:
    json_writer& begin_object();
    json_writer& end_object();
    json_writer& begin_array();
    json_writer& end_array();
    json_writer& key(std::string_view name);

    json_writer& value(std::string_view text);
    json_writer& value(char const* text) { return value(std::string_view{text}); }
    json_writer& value(std::string const& text) { return value(std::string_view{text}); }
    json_writer& value(bool yes);
    json_writer& value(double number);  ///< null where it is not finite.
    json_writer& value(std::integral auto number) { return integer(static_cast<std::int64_t>(number)); }
    json_writer& null();
    /// Text that is JSON already.
    json_writer& raw(std::string_view text);

    template <class Value>
    json_writer& value(std::optional<Value> const& maybe) {
        return maybe ? value(*maybe) : null();
    }
    template <class Value>
    json_writer& member(std::string_view name, Value const& of) {
        return key(name).value(of);
    }
    /// A platform's id: text outside, never a number.
    json_writer& id(std::int64_t number) { return value(std::to_string(number)); }

    [[nodiscard]] std::size_t size() const { return text_.GetSize(); }
    /// What was written so far; the writer goes on with an empty text.
    [[nodiscard]] std::string take();

private:
    json_writer& integer(std::int64_t number);

    rapidjson::StringBuffer text_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{text_};
};

}  // namespace lacuna::api
