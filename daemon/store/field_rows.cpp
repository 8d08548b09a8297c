#include "daemon/store/field_rows.hpp"

#include "daemon/store/database.hpp"
#include "daemon/store/values.hpp"

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace lacuna {
namespace {

constexpr statement select_public{"select_public_of_items", R"(
    SELECT DISTINCT item FROM publicly_audited WHERE item = ANY ($1::integer[]))"};
constexpr statement insert_sighting{"insert_field_sighting", R"(
    INSERT INTO field_sighting (day, fields, types, items, public_items)
    VALUES (date '1970-01-01' + $1::integer, $2, $3, $4, $5))"};
constexpr statement delete_census{"delete_field_census", R"(
    DELETE FROM field_census WHERE day = date '1970-01-01' + $1::integer)"};
constexpr statement sum_sightings{"sum_field_sightings", R"(
    INSERT INTO field_census (day, field, type, items, public_items)
    SELECT day, field, type, sum(n), sum(public_n)
      FROM field_sighting s, unnest(s.fields, s.types, s.items, s.public_items) AS one (field, type, n, public_n)
     WHERE day = date '1970-01-01' + $1::integer GROUP BY day, field, type)"};
constexpr statement has_sightings{"has_field_sightings", R"(
    SELECT EXISTS (SELECT FROM field_sighting WHERE day = date '1970-01-01' + $1::integer) AS has)"};
constexpr statement delete_sightings{"delete_field_sightings", R"(
    DELETE FROM field_sighting WHERE day < date '1970-01-01' + $1::integer - 3)"};
constexpr statement select_census{"select_field_census", R"(
    SELECT day - date '1970-01-01' AS day, field, type, CASE WHEN $3 THEN public_items ELSE items END AS n
      FROM field_census
     WHERE day BETWEEN date '1970-01-01' + $1::integer AND date '1970-01-01' + $2::integer ORDER BY day)"};

/// Beyond this a platform makes names up.
constexpr std::size_t most_fields = 200;
constexpr std::size_t longest_name = 100;
constexpr std::string_view cut = "lacuna_fields_dropped";
constexpr std::array<std::string_view, 5> count_fields{"view_count", "like_count", "comment_count",
                                                       "share_count", "favorites_count"};

struct two_counts {
    std::int64_t items = 0, public_items = 0;
};
using sightings = std::map<std::pair<std::string, char>, two_counts>;

char type_of(rapidjson::Value const& value) {
    if (value.IsString()) return 's';
    if (value.IsNumber()) return 'n';
    if (value.IsBool()) return 'b';
    if (value.IsArray()) return 'a';
    return value.IsObject() ? 'o' : '-';
}

void add(sightings& all, std::string_view field, char type, bool is_public) {
    if (type == '-' || field.size() > longest_name) return;
    auto const found = all.find({std::string{field}, type});
    if (found == all.end() && all.size() >= most_fields) return;
    auto& counts = found == all.end() ? all[{std::string{field}, type}] : found->second;
    ++counts.items;
    if (is_public) ++counts.public_items;
}

std::set<item_key> public_of(pqxx::work& transaction, std::vector<item_key> const& items) {
    std::set<item_key> seen;
    for (auto const& row : run(transaction, select_public, number_array(items)))
        seen.insert(read_number<item_key>(row[0]));
    return seen;
}

void add_item(sightings& all, seen_metadata const& said, tiktok::five_counts const* counts, bool is_public) {
    rapidjson::Document fields;
    fields.Parse(said.canonical.data(), said.canonical.size());
    if (fields.HasParseError() || !fields.IsObject() || fields.HasMember(cut.data())) return;
    add(all, "", '*', is_public);
    for (auto const& member : fields.GetObject())
        add(all, {member.name.GetString(), member.name.GetStringLength()}, type_of(member.value), is_public);
    // What the probe took out of the text.
    if (said.created_at && !fields.HasMember("create_time")) add(all, "create_time", 'n', is_public);
    for (std::size_t at = 0; counts != nullptr && at < count_fields.size(); ++at) {
        if ((*counts)[at] && !fields.HasMember(count_fields[at].data()))
            add(all, count_fields[at], 'n', is_public);
    }
}

}  // namespace

void note_fields(pqxx::work& transaction, utc_day day, call_record const& call,
                 std::vector<seen_metadata> const& metadata) {
    if (metadata.empty()) return;
    auto const seen = public_of(transaction, call.returned);
    std::unordered_map<item_key, tiktok::five_counts const*> counts;
    for (std::size_t at = 0; at < call.returned.size() && at < call.counts.size(); ++at)
        counts[call.returned[at]] = &call.counts[at];
    sightings all;
    for (auto const& said : metadata) {
        auto const found = counts.find(said.item);
        add_item(all, said, found == counts.end() ? nullptr : found->second, seen.contains(said.item));
    }
    if (all.empty()) return;
    std::vector<std::string> fields;
    std::vector<std::string> types;
    std::vector<std::int64_t> items, public_items;
    for (auto const& [what, n] : all) {
        fields.push_back(what.first);
        types.push_back({what.second});
        items.push_back(n.items);
        public_items.push_back(n.public_items);
    }
    run(transaction, insert_sighting, as_number(day), text_array(fields), text_array(types),
        number_array(items), number_array(public_items));
}

void sum_fields(pqxx::work& transaction, utc_day day) {
    // Without notes of that day any more, its census stands.
    if (!run(transaction, has_sightings, as_number(day)).at(0)["has"].as<bool>()) return;
    run(transaction, delete_census, as_number(day));
    run(transaction, sum_sightings, as_number(day));
    run(transaction, delete_sightings, as_number(day));
}

std::vector<field_day> field_days(pqxx::work& transaction, utc_day from, utc_day to, bool public_only) {
    std::vector<field_day> days;
    for (auto const& row : run(transaction, select_census, as_number(from), as_number(to), public_only)) {
        auto const day = read_day(row["day"]);
        if (days.empty() || days.back().day != day) days.push_back({.day = day});
        auto const n = row["n"].as<std::int64_t>();
        if (n == 0) continue;
        auto const field = read_text(row["field"]);
        if (field.empty()) {
            days.back().items = n;
        } else {
            days.back().fields[field][row["type"].c_str()[0]] = n;
        }
    }
    return days;
}

}  // namespace lacuna
