#include "daemon/events/event_details.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <array>
#include <charconv>
#include <cmath>

namespace lacuna {
namespace {

void append_quoted(std::string& to, std::string_view text) {
    rapidjson::StringBuffer quoted;
    rapidjson::Writer<rapidjson::StringBuffer> writer{quoted};
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    to.append(quoted.GetString(), quoted.GetSize());
}

}  // namespace

event_details& event_details::add(std::string_view name, std::int64_t number) {
    key(name);
    members_ += std::to_string(number);
    return *this;
}

event_details& event_details::add(std::string_view name, double number) {
    key(name);
    std::array<char, 40> digits{};
    auto const rounded = std::round(number * 1e6) / 1e6;
    auto const written = std::to_chars(digits.data(), digits.data() + digits.size(), rounded);
    std::isfinite(number) ? members_.append(digits.data(), written.ptr) : members_.append("null");
    return *this;
}

event_details& event_details::add(std::string_view name, std::string_view text) {
    key(name);
    append_quoted(members_, text);
    return *this;
}

void event_details::key(std::string_view name) {
    if (members_.size() > 1) members_ += ',';
    append_quoted(members_, name);
    members_ += ':';
}

}  // namespace lacuna
