#include "probes/tiktok/canonical_json.hpp"

#include "probes/json_reading.hpp"

#include <algorithm>
#include <charconv>

namespace lacuna::tiktok {
namespace {

using rapidjson::Value;

void write_text(std::string_view text, std::string& into) {
    constexpr std::string_view digits = "0123456789abcdef";
    into += '"';
    std::size_t written = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const code = static_cast<unsigned char>(text[at]);
        if (code >= 0x20 && code != '"' && code != '\\') continue;
        into.append(text.substr(written, at - written));
        written = at + 1;
        into += '\\';
        switch (code) {
            case '"': into += '"'; break;
            case '\\': into += '\\'; break;
            case '\n': into += 'n'; break;
            case '\r': into += 'r'; break;
            case '\t': into += 't'; break;
            default: into.append("u00").append({digits[code >> 4U], digits[code & 15U]});
        }
    }
    into.append(text.substr(written));
    into += '"';
}

template <class Number>
void write_number(Number number, std::string& into) {
    char digits[32];
    auto const end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    into.append(std::begin(digits), end);
}

void write_object(Value const& value, std::string& into) {
    std::vector<Value::Member const*> members;
    members.reserve(value.MemberCount());
    for (auto const& member : value.GetObject()) members.push_back(&member);
    std::stable_sort(members.begin(), members.end(),
                     [](auto const* a, auto const* b) { return text_of(a->name) < text_of(b->name); });
    into += '{';
    for (std::size_t at = 0; at < members.size(); ++at) {
        auto const name = text_of(members[at]->name);
        bool const given_again = at + 1 < members.size() && text_of(members[at + 1]->name) == name;
        if (given_again) continue;
        if (into.back() != '{') into += ',';
        write_text(name, into);
        into += ':';
        write_canonical(members[at]->value, into);
    }
    into += '}';
}

void write_array(Value const& value, std::string& into) {
    into += '[';
    bool first = true;
    for (auto const& element : value.GetArray()) {
        if (!first) into += ',';
        first = false;
        write_canonical(element, into);
    }
    into += ']';
}

}  // namespace

void write_canonical(Value const& value, std::string& into) {
    switch (value.GetType()) {
        case rapidjson::kNullType: into.append("null"); break;
        case rapidjson::kFalseType: into.append("false"); break;
        case rapidjson::kTrueType: into.append("true"); break;
        case rapidjson::kStringType: write_text(text_of(value), into); break;
        case rapidjson::kObjectType: write_object(value, into); break;
        case rapidjson::kArrayType: write_array(value, into); break;
        case rapidjson::kNumberType:
            if (value.IsInt64()) {
                write_number(value.GetInt64(), into);
            } else {
                write_number(value.GetDouble(), into);
            }
            break;
    }
}

void canonical_object::add(std::string_view name, Value const& value) {
    auto& added = members_.emplace_back();
    added.name = name;
    write_text(name, added.text);
    added.text += ':';
    write_canonical(value, added.text);
}

std::size_t canonical_object::drop_largest(std::size_t size, std::size_t limit) {
    std::vector<member*> by_size;
    for (auto& each : members_) by_size.push_back(&each);
    std::stable_sort(by_size.begin(), by_size.end(),
                     [](auto const* a, auto const* b) { return a->text.size() > b->text.size(); });
    std::size_t dropped = 0;
    for (; size > limit && dropped < by_size.size(); ++dropped) {
        size -= by_size[dropped]->text.size() + 1;
        by_size[dropped]->text.clear();
    }
    members_.erase(
        std::remove_if(members_.begin(), members_.end(), [](auto const& m) { return m.text.empty(); }),
        members_.end());

    static constexpr std::string_view marker = "lacuna_fields_dropped";
    auto const place =
        std::find_if(members_.begin(), members_.end(), [](auto const& m) { return m.name > marker; });
    auto const count = members_.insert(place, member{marker, {}});
    write_text(marker, count->text);
    count->text.append(":").append(std::to_string(dropped));
    return size + count->text.size() + 1;
}

std::string canonical_object::text(std::size_t limit) {
    std::stable_sort(members_.begin(), members_.end(),
                     [](auto const& a, auto const& b) { return a.name < b.name; });
    std::size_t size = 1;  // Two braces, and a comma less than there are members.
    for (auto const& each : members_) size += each.text.size() + 1;

    constexpr std::size_t marker_size = 50;
    if (size > limit) size = drop_largest(size, limit - marker_size);

    std::string text;
    text.reserve(size);
    text += '{';
    for (std::size_t at = 0; at < members_.size(); ++at) {
        bool const given_again = at + 1 < members_.size() && members_[at + 1].name == members_[at].name;
        if (given_again) continue;
        if (text.size() > 1) text += ',';
        text.append(members_[at].text);
    }
    text += '}';
    return text;
}

}  // namespace lacuna::tiktok
