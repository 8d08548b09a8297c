#include "daemon/api/json_writer.hpp"

#include "daemon/api/percent.hpp"

#include <cmath>

namespace lacuna::api {

json_writer& json_writer::begin_object() { return writer_.StartObject(), *this; }
json_writer& json_writer::end_object() { return writer_.EndObject(), *this; }
json_writer& json_writer::begin_array() { return writer_.StartArray(), *this; }
json_writer& json_writer::end_array() { return writer_.EndArray(), *this; }
json_writer& json_writer::null() { return writer_.Null(), *this; }
json_writer& json_writer::value(bool yes) { return writer_.Bool(yes), *this; }
json_writer& json_writer::integer(std::int64_t number) { return writer_.Int64(number), *this; }

json_writer& json_writer::key(std::string_view name) {
    return writer_.Key(name.data(), static_cast<unsigned>(name.size())), *this;
}

json_writer& json_writer::value(std::string_view text) {
    auto const clean = as_utf8(text);
    return writer_.String(clean.data(), static_cast<unsigned>(clean.size())), *this;
}

json_writer& json_writer::value(double number) {
    return std::isfinite(number) ? writer_.Double(number) : writer_.Null(), *this;
}

json_writer& json_writer::raw(std::string_view text) {
    return writer_.RawValue(text.data(), text.size(), rapidjson::kObjectType), *this;
}

std::string json_writer::take() {
    std::string taken{text_.GetString(), text_.GetSize()};
    text_.Clear();
    return taken;
}

}  // namespace lacuna::api
