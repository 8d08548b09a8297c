#include "tests/simulated_platform/video_query.hpp"

#include <rapidjson/document.h>

#include <algorithm>
#include <charconv>

namespace lacuna::simulated {
namespace {

std::vector<std::string_view> const condition_fields{
    "create_date", "username",  "region_code",  "video_id",   "hashtag_name", "keyword",
    "music_id",    "effect_id", "video_length", "view_count", "comment_count"};
std::vector<std::string_view> const comparisons{"EQ", "IN", "GT", "GTE", "LT", "LTE"};

std::string_view text_of(rapidjson::Value const& value) {
    return {value.GetString(), value.GetStringLength()};
}

bool is_number_field(std::string_view field) {
    return field == "video_id" || field == "music_id" || field == "view_count" || field == "comment_count" ||
           field == "create_date";
}

std::string read_condition(rapidjson::Value const& from, std::int64_t in_values, condition& into) {
    if (!from.IsObject()) return "Invalid query condition";
    auto const operation = from.FindMember("operation");
    auto const field = from.FindMember("field_name");
    auto const values = from.FindMember("field_values");
    if (operation == from.MemberEnd() || !operation->value.IsString()) return "Invalid query operation";
    auto const how = std::find(comparisons.begin(), comparisons.end(), text_of(operation->value));
    if (how == comparisons.end()) return "Invalid query operation";
    into.how = static_cast<condition::comparison>(how - comparisons.begin());
    if (field == from.MemberEnd() || !field->value.IsString()) return "Invalid query field name";
    into.field = text_of(field->value);
    if (std::find(condition_fields.begin(), condition_fields.end(), into.field) == condition_fields.end()) {
        return "Invalid query field name";
    }
    if (values == from.MemberEnd() || !values->value.IsArray() || values->value.Empty()) {
        return "Invalid query field values";
    }
    if (values->value.Size() > in_values ||
        (into.how != condition::comparison::in && values->value.Size() != 1)) {
        return "Invalid query field values: too many";
    }
    for (auto const& value : values->value.GetArray()) {
        if (!value.IsString()) return "Invalid query field values: must be strings";
        into.values.emplace_back(text_of(value));
        if (!is_number_field(into.field)) continue;
        std::int64_t number = 0;
        auto const& text = into.values.back();
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || end != text.data() + text.size()) return "Invalid query field values";
        into.numbers.push_back(number);
    }
    return {};
}

std::string read_conditions(rapidjson::Value const& query, std::int64_t in_values, video_query& into) {
    bool some = false;
    for (auto const& [key, list] : {std::pair{"and", &into.all}, {"or", &into.any}, {"not", &into.none}}) {
        auto const found = query.FindMember(key);
        if (found == query.MemberEnd()) continue;
        if (!found->value.IsArray()) return "Invalid query";
        for (auto const& it : found->value.GetArray()) {
            if (auto wrong = read_condition(it, in_values, list->emplace_back()); !wrong.empty())
                return wrong;
            some = true;
        }
    }
    return some ? std::string{} : "The query is empty";
}

std::string read_dates(rapidjson::Value const& body, video_query& into) {
    for (auto const& [key, day] : {std::pair{"start_date", &into.start}, {"end_date", &into.end}}) {
        auto const found = body.FindMember(key);
        auto const read = found != body.MemberEnd() && found->value.IsString()
                              ? read_compact_day(text_of(found->value))
                              : std::nullopt;
        if (!read) return std::string{"Invalid "} + key;
        *day = *read;
    }
    if (into.end < into.start) return "The end_date is before the start_date";
    if (into.end - into.start > std::chrono::days{30}) {
        return "The end_date must be no more than 30 days after the start_date";
    }
    return {};
}

std::string read_paging(rapidjson::Value const& body, video_query& into) {
    for (auto const& [key, number] : {std::pair{"max_count", &into.max_count}, {"cursor", &into.cursor}}) {
        auto const found = body.FindMember(key);
        if (found == body.MemberEnd()) continue;
        if (!found->value.IsInt64()) return "Invalid count or cursor";
        *number = found->value.GetInt64();
    }
    if (into.max_count < 1 || into.max_count > 100 || into.cursor < 0) return "Invalid count or cursor";
    if (auto const found = body.FindMember("search_id"); found != body.MemberEnd()) {
        if (!found->value.IsString()) return "Invalid search_id";
        into.search_id = text_of(found->value);
    }
    if (auto const found = body.FindMember("is_random"); found != body.MemberEnd()) {
        if (!found->value.IsBool()) return "Invalid is_random";
        into.is_random = found->value.GetBool();
    }
    return {};
}

std::string read_fields(std::string_view list, video_query& into) {
    while (!list.empty()) {
        auto const comma = list.find(',');
        auto const name = list.substr(0, comma);
        auto const& known = video_fields();
        if (std::find(known.begin(), known.end(), name) == known.end()) return "Invalid fields";
        into.fields.emplace_back(name);
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
    }
    return into.fields.empty() ? "The fields are empty" : std::string{};
}

}  // namespace

bool video_query::asks_for(std::string_view field) const {
    for (auto const* list : {&all, &any, &none}) {
        for (auto const& it : *list) {
            if (it.field == field) return true;
        }
    }
    return false;
}

std::vector<std::int64_t> const* video_query::ids() const {
    for (auto const& it : all) {
        bool const exact = it.how == condition::comparison::eq || it.how == condition::comparison::in;
        if (it.field == "video_id" && exact) return &it.numbers;
    }
    return nullptr;
}

std::vector<std::string_view> const& video_fields() {
    static std::vector<std::string_view> const names{"id",
                                                     "video_description",
                                                     "create_time",
                                                     "region_code",
                                                     "share_count",
                                                     "view_count",
                                                     "like_count",
                                                     "comment_count",
                                                     "music_id",
                                                     "hashtag_names",
                                                     "username",
                                                     "effect_ids",
                                                     "playlist_id",
                                                     "voice_to_text",
                                                     "is_stem_verified",
                                                     "favorites_count",
                                                     "video_duration",
                                                     "hashtag_info_list",
                                                     "sticker_info_list",
                                                     "effect_info_list",
                                                     "video_mention_list",
                                                     "video_label",
                                                     "video_tag"};
    return names;
}

std::variant<video_query, refusal> read_video_query(std::string_view fields, std::string_view body,
                                                    std::int64_t in_values) {
    video_query it;
    rapidjson::Document document;
    document.Parse<rapidjson::kParseIterativeFlag>(body.data(), body.size());
    if (document.HasParseError() || !document.IsObject()) return refusal{"Invalid request body"};
    if (auto wrong = read_fields(fields, it); !wrong.empty()) return refusal{wrong};
    auto const query = document.FindMember("query");
    if (query == document.MemberEnd() || !query->value.IsObject()) return refusal{"The query is empty"};
    if (auto wrong = read_conditions(query->value, in_values, it); !wrong.empty()) return refusal{wrong};
    if (auto wrong = read_dates(document, it); !wrong.empty()) return refusal{wrong};
    if (auto wrong = read_paging(document, it); !wrong.empty()) return refusal{wrong};
    return it;
}

}  // namespace lacuna::simulated
