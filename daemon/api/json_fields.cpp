#include "daemon/api/json_fields.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <set>

namespace lacuna::api {

struct json_fields::impl {
    rapidjson::Document document{};
    std::set<std::string, std::less<>> asked_for{};
    std::optional<bad_input> first_wrong{};

    rapidjson::Value const* find(std::string_view name) {
        asked_for.emplace(name);
        auto const found =
            document.FindMember(rapidjson::Value{name.data(), static_cast<unsigned>(name.size())});
        return found == document.MemberEnd() ? nullptr : &found->value;
    }
};

json_fields::json_fields(std::unique_ptr<impl> from) : impl_{std::move(from)} {}
json_fields::~json_fields() = default;
json_fields::json_fields(json_fields&&) noexcept = default;

checked<json_fields> json_fields::read(std::string_view body) {
    auto inside = std::make_unique<impl>();
    auto& document = inside->document;
    // Iterative: a body of nothing but brackets must not use up the stack.
    document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(body.data(),
                                                                                           body.size());
    if (document.HasParseError()) {
        return bad_input{
            "body, byte " + std::to_string(document.GetErrorOffset()),
            std::string{"is not JSON: "} + rapidjson::GetParseError_En(document.GetParseError())};
    }
    if (!document.IsObject()) return bad_input{"body", "must be a JSON object"};
    std::set<std::string_view> names;
    for (auto const& member : document.GetObject()) {
        std::string_view const name{member.name.GetString(), member.name.GetStringLength()};
        if (!names.insert(name).second)
            return bad_input{std::string{name.substr(0, 100)}, "must stand there once, not twice"};
    }
    return json_fields{std::move(inside)};
}

std::optional<std::string> json_fields::text(std::string_view name, std::size_t longest) {
    auto const* const value = impl_->find(name);
    if (value == nullptr) return {};
    std::string found;
    if (value->IsString()) found.assign(value->GetString(), value->GetStringLength());
    if (!value->IsString()) {
        refuse(name, "must be a string");
    } else if (found.size() > longest) {
        refuse(name, "must be at most " + std::to_string(longest) + " bytes long, not " +
                         std::to_string(found.size()));
    } else if (found.find('\0') != found.npos) {
        refuse(name, "must not contain U+0000");
    }
    return found;
}

std::optional<std::vector<std::string>> json_fields::texts(std::string_view name, std::size_t most,
                                                           std::size_t longest) {
    auto const* const value = impl_->find(name);
    if (value == nullptr) return {};
    std::vector<std::string> found;
    if (!value->IsArray()) {
        refuse(name, "must be an array of strings");
        return found;
    }
    if (value->Size() > most) {
        refuse(name, "must be at most " + std::to_string(most) + " strings");
        return found;
    }
    for (auto const& one : value->GetArray()) {
        auto const place = std::string{name} + '[' + std::to_string(found.size()) + ']';
        found.emplace_back();
        if (!one.IsString() || one.GetStringLength() > longest) {
            refuse(place, "must be a string of at most " + std::to_string(longest) + " bytes");
        } else {
            found.back().assign(one.GetString(), one.GetStringLength());
        }
    }
    return found;
}

bool json_fields::is_null(std::string_view name) {
    auto const* const value = impl_->find(name);
    return value != nullptr && value->IsNull();
}

std::optional<bool> json_fields::boolean(std::string_view name) {
    auto const* const value = impl_->find(name);
    if (value == nullptr) return {};
    if (value->IsBool()) return value->GetBool();
    refuse(name, "must be true or false");
    return {};
}

void json_fields::refuse(std::string_view name, std::string wrong) {
    if (!impl_->first_wrong) impl_->first_wrong = bad_input{std::string{name}, std::move(wrong)};
}

std::optional<bad_input> json_fields::wrong() const {
    if (impl_->first_wrong) return impl_->first_wrong;
    for (auto const& member : impl_->document.GetObject()) {
        std::string_view const name{member.name.GetString(), member.name.GetStringLength()};
        if (impl_->asked_for.contains(name)) continue;
        std::string known;
        for (auto const& one : impl_->asked_for) known += (known.empty() ? "" : ", ") + one;
        return bad_input{
            std::string{name.substr(0, 100)},
            "is not known here; there " + (known.empty() ? "is nothing to say" : "are " + known)};
    }
    return {};
}

}  // namespace lacuna::api
