#include "tests/simulated_platform/video_row.hpp"

#include "tests/simulated_platform/chance.hpp"
#include "tests/simulated_platform/exchange.hpp"

#include <algorithm>
#include <array>

namespace lacuna::simulated {
namespace {

constexpr std::array<std::string_view, 16> words{"look", "at",      "my",     "cat", "today", "dance",
                                                 "with", "friends", "recipe", "of",  "the",   "day",
                                                 "what", "happens", "next",   "wow"};
constexpr std::array<std::string_view, 8> tags{"fyp",    "cats",     "news",    "dance",
                                               "recipe", "football", "history", "duet"};

enum what : std::uint64_t {
    of_words = 200,
    of_tags,
    of_music,
    of_length,
    of_order,
    of_nul,
    of_effect,
    of_rare
};

/// "Statistics up to 10 days" late (FAQ); two days here, and the same all day long, so that pages agree.
sys_seconds counted_at(sys_seconds now) {
    return std::chrono::floor<std::chrono::days>(now) - std::chrono::days{2};
}

void append_number(std::string& out, std::int64_t number) { out += std::to_string(number); }

}  // namespace

std::uint64_t video_row_writer::bits(video const& of, std::uint64_t what) const {
    return draw(videos_.seed(), what, of.id);
}

std::vector<std::string_view> video_row_writer::hashtags(video const& of) const {
    auto const drawn = bits(of, of_tags);
    std::vector<std::string_view> found;
    for (unsigned tag = 0; tag < tags.size(); ++tag) {
        if (((drawn >> (tag * 4)) & 15) < 3) found.push_back(tags[tag]);
    }
    return found;
}

std::string video_row_writer::description(video const& of) const {
    auto const drawn = bits(of, of_words);
    std::string text;
    for (unsigned word = 0; word < 3 + (drawn >> 60); ++word) {
        if (!text.empty()) text += ' ';
        text += words[(drawn >> (4 * (word % 15))) & 15];
    }
    if ((drawn & 7) == 0) text += " \xF0\x9F\x90\xAF";
    if (share_of(bits(of, of_nul)) < nul_text_) text += std::string(2, '\0');
    for (auto const tag : hashtags(of)) text += " #" + std::string{tag};
    return text;
}

std::int64_t video_row_writer::music(video const& of) const {
    return static_cast<std::int64_t>(7'000'000'000'000'000'000 +
                                     bits(of, of_music) % 400'000'000'000'000'000);
}

std::int64_t video_row_writer::duration(video const& of) const {
    auto const drawn = bits(of, of_length);
    return static_cast<std::int64_t>(5 + drawn % ((drawn >> 60) == 0 ? 600U : 75U));
}

bool video_row_writer::append_list(std::string& out, video const& of, std::string_view field) const {
    auto const drawn = bits(of, of_effect);
    bool const has_effect = (drawn & 7) == 0;
    auto const effect = std::to_string(100'000 + drawn % 900'000);
    if (field == "effect_ids" && has_effect) {
        out += "[\"" + effect + "\"]";
    } else if (field == "effect_info_list" && has_effect) {
        out += "[{\"effect_id\":" + effect + ",\"effect_name\":\"Effect " + effect +
               "\",\"effect_photo_url\":\"https://p16.example/" + effect + ".png\"}]";
    } else if (field == "sticker_info_list" && (drawn >> 8 & 31) == 0) {
        out += "[{\"sticker_id\":" + effect + ",\"sticker_name\":\"sticker\"}]";
    } else if (field == "video_mention_list" && (drawn >> 16 & 15) == 0) {
        out += "[\"someone\"]";
    } else if (field == "hashtag_names" || field == "hashtag_info_list") {
        auto const found = hashtags(of);
        if (found.empty()) return false;
        out += '[';
        for (auto const tag : found) {
            if (out.back() != '[') out += ',';
            if (field == "hashtag_names") {
                append_json_text(out, tag);
            } else {
                out += "{\"hashtag_id\":" + std::to_string(fingerprint(tag) >> 20) + ",\"hashtag_name\":";
                append_json_text(out, tag);
                out += ",\"hashtag_description\":\"\"}";
            }
        }
        out += ']';
    } else {
        return false;
    }
    return true;
}

bool video_row_writer::append_value(std::string& out, video const& of, std::string_view field,
                                    sys_seconds now) const {
    static constexpr std::array<std::string_view, 5> counted{"view_count", "like_count", "comment_count",
                                                             "share_count", "favorites_count"};
    auto const count = std::find(counted.begin(), counted.end(), field);
    auto const rare = bits(of, of_rare);
    if (count != counted.end()) {
        append_number(out,
                      videos_.counts(of, counted_at(now))[static_cast<std::size_t>(count - counted.begin())]);
    } else if (field == "id") {
        append_number(out, of.id);
    } else if (field == "create_time") {
        append_number(out, of.created.time_since_epoch().count());
    } else if (field == "username") {
        append_json_text(out, videos_.username(of, now));
    } else if (field == "region_code") {
        append_json_text(out, videos_.region_code(of));
    } else if (field == "video_description") {
        append_json_text(out, description(of));
    } else if (field == "music_id") {
        append_number(out, music(of));
    } else if (field == "video_duration") {
        append_number(out, duration(of));
    } else if (field == "is_stem_verified") {
        out += (rare & 31) == 0 ? "true" : "false";
    } else if (field == "voice_to_text" && (rare >> 8 & 3) == 0) {
        append_json_text(out, description(of));
    } else if (field == "playlist_id" && (rare >> 16 & 31) == 0) {
        append_number(out, music(of) + 1);
    } else if (field == "video_tag" && (rare >> 24 & 31) == 0) {
        out += "{\"number\":1,\"type\":\"AIGC Type\"}";
    } else {
        return append_list(out, of, field);
    }
    return true;
}

void video_row_writer::append(std::string& out, video const& of, std::vector<std::string> const& fields,
                              occasion const& when) const {
    auto const key = static_cast<std::uint64_t>(of.id);
    auto const order = bits(of, of_order);
    auto const* const vanished = faults_.strikes_always(fault::kind::field_vanishes, when, key);
    auto const* const as_text = faults_.strikes_always(fault::kind::field_becomes_text, when, key);
    auto const* const appeared = faults_.strikes_always(fault::kind::field_appears, when, key);
    out += '{';
    bool first = true;
    std::string value;
    for (std::size_t step = 0; step < fields.size(); ++step) {
        auto const turned = (step + order) % fields.size();
        auto const& field = fields[order >> 63 ? fields.size() - 1 - turned : turned];
        value.clear();
        if ((vanished && vanished->field == field) || !append_value(value, of, field, when.now)) continue;
        if (!first) out += ',';
        first = false;
        (out += '"').append(field) += "\":";
        if (as_text && as_text->field == field && value.front() != '"') {
            append_json_text(out, value);
        } else {
            out += value;
        }
    }
    if (appeared) {
        if (!first) out += ',';
        append_json_text(out, appeared->field);
        out += ":1";
    }
    out += '}';
}

}  // namespace lacuna::simulated
