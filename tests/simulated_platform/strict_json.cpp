#include "tests/simulated_platform/strict_json.hpp"

#include <cmath>

namespace lacuna::simulated {

strict_object::strict_object(rapidjson::Value const& value, std::string path, sys_days end_day)
    : value_{value}, path_{std::move(path)}, end_day_{end_day} {
    if (!value.IsObject())
        throw bad_scenario{(path_.empty() ? "the scenario" : path_) + ": expected an object"};
}

rapidjson::Value const* strict_object::find(char const* key) {
    known_.insert(key);
    auto const found = value_.FindMember(key);
    return found == value_.MemberEnd() ? nullptr : &found->value;
}

bool strict_object::has(char const* key) { return find(key) != nullptr; }

void strict_object::refuse(char const* key, std::string_view expected) const {
    throw bad_scenario{(path_.empty() ? "" : path_ + ".") + key + ": expected " + std::string{expected}};
}

void strict_object::number(char const* key, double& into, double least, double most) {
    auto const* const found = find(key);
    if (!found) return;
    if (!found->IsNumber() || !(found->GetDouble() >= least && found->GetDouble() <= most)) {
        refuse(key, "a number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    into = found->GetDouble();
}

void strict_object::integer(char const* key, std::int64_t& into, std::int64_t least, std::int64_t most) {
    auto const* const found = find(key);
    if (!found) return;
    if (!found->IsInt64() || found->GetInt64() < least || found->GetInt64() > most) {
        refuse(key, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
    }
    into = found->GetInt64();
}

void strict_object::boolean(char const* key, bool& into) {
    auto const* const found = find(key);
    if (!found) return;
    if (!found->IsBool()) refuse(key, "true or false");
    into = found->GetBool();
}

void strict_object::text(char const* key, std::string& into) {
    auto const* const found = find(key);
    if (!found) return;
    if (!found->IsString()) refuse(key, "a text");
    into.assign(found->GetString(), found->GetStringLength());
}

void strict_object::instant(char const* key, sys_seconds& into) {
    auto const* const found = find(key);
    if (!found) return;
    if (found->IsNumber() && std::abs(found->GetDouble()) < 100'000) {
        into = sys_seconds{end_day_} + std::chrono::seconds{std::llround(found->GetDouble() * 86'400)};
        return;
    }
    auto const read =
        found->IsString() ? read_instant({found->GetString(), found->GetStringLength()}) : std::nullopt;
    if (!read) refuse(key, "days from the end day (a number), \"2026-11-20\" or \"2026-11-20T03:00:00Z\"");
    into = *read;
}

std::size_t strict_object::choice(char const* key, std::vector<std::string_view> const& words,
                                  std::size_t otherwise) {
    auto const* const found = find(key);
    if (!found) return otherwise;
    std::string expected{"one of"};
    for (std::size_t place = 0; place < words.size(); ++place) {
        if (found->IsString() && words[place] == found->GetString()) return place;
        expected += (place ? ", " : " ") + std::string{words[place]};
    }
    refuse(key, expected);
}

void strict_object::object(char const* key, std::function<void(strict_object&)> const& read) {
    auto const* const found = find(key);
    if (!found) return;
    strict_object inner{*found, (path_.empty() ? "" : path_ + ".") + key, end_day_};
    read(inner);
    inner.refuse_the_rest();
}

void strict_object::array(char const* key, std::function<void(strict_object&)> const& read) {
    auto const* const found = find(key);
    if (!found) return;
    if (!found->IsArray()) refuse(key, "an array");
    for (rapidjson::SizeType place = 0; place < found->Size(); ++place) {
        strict_object inner{(*found)[place],
                            (path_.empty() ? "" : path_ + ".") + key + "[" + std::to_string(place) + "]",
                            end_day_};
        read(inner);
        inner.refuse_the_rest();
    }
}

void strict_object::numbers(char const* key, std::vector<std::pair<std::string, double>>& into) {
    auto const* const found = find(key);
    if (!found) return;
    if (!found->IsObject() || found->MemberCount() == 0) refuse(key, "an object of weights");
    into.clear();
    for (auto const& member : found->GetObject()) {
        if (!member.value.IsNumber() || member.value.GetDouble() < 0)
            refuse(key, "weights that are not negative");
        into.emplace_back(member.name.GetString(), member.value.GetDouble());
    }
}

void strict_object::refuse_the_rest() const {
    for (auto const& member : value_.GetObject()) {
        if (!known_.contains(member.name.GetString())) refuse(member.name.GetString(), "no such key");
    }
}

}  // namespace lacuna::simulated
