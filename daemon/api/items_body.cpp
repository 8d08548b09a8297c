#include "daemon/api/items_body.hpp"

#include "daemon/api/percent.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <unordered_map>

namespace lacuna::api {
namespace {

/// RapidJSON calls it for each token; false ends the reading. It never holds more than one level of nesting,
/// so a bomb of brackets ends at its second one.
class items_handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, items_handler> {
public:
    explicit items_handler(std::size_t most_items) : most_items_{most_items} {}

    bool StartObject() { return at_ == place::start ? go(place::object) : unexpected("an object"); }
    bool EndObject(rapidjson::SizeType) { return go(place::end); }
    bool StartArray() {
        if (at_ != place::items_value) return unexpected("an array");
        return go(place::items);
    }
    bool EndArray(rapidjson::SizeType) { return go(place::object); }
    bool Key(char const* name, rapidjson::SizeType length, bool) {
        std::string_view const key{name, length};
        if (key == "list") return once(seen_list_, key) && go(place::list_value);
        if (key == "items") return once(seen_items_, key) && go(place::items_value);
        return refuse(as_utf8(key.substr(0, 100)), "is not known here; there are list and items");
    }
    bool String(char const* text, rapidjson::SizeType length, bool) {
        if (at_ == place::list_value) {
            read.list.emplace(text, length);
            return go(place::object);
        }
        if (at_ != place::items) return unexpected("a string");
        if (read.items.size() == most_items_) {
            return refuse("items", "must be at most " + std::to_string(most_items_) + " in one call");
        }
        read.items.emplace_back(text, length);
        return true;
    }
    bool Null() { return unexpected("null"); }
    bool Bool(bool) { return unexpected("true or false"); }
    bool Int(int) { return unexpected("a number"); }
    bool Uint(unsigned) { return unexpected("a number"); }
    bool Int64(std::int64_t) { return unexpected("a number"); }
    bool Uint64(std::uint64_t) { return unexpected("a number"); }
    bool Double(double) { return unexpected("a number"); }

    items_body read{};
    std::optional<bad_input> wrong{};
    bool seen_items_ = false;

private:
    enum class place { start, object, list_value, items_value, items, end };

    bool go(place next) {
        at_ = next;
        return true;
    }
    bool refuse(std::string where, std::string what) {
        wrong = bad_input{std::move(where), std::move(what)};
        return false;
    }
    bool once(bool& seen, std::string_view key) {
        if (seen) return refuse(std::string{key}, "must stand there once, not twice");
        return seen = true;
    }
    bool unexpected(std::string_view found) {
        std::string const what{found};
        switch (at_) {
            case place::list_value: return refuse("list", "must be a string, not " + what);
            case place::items_value: return refuse("items", "must be an array of strings, not " + what);
            case place::items:
                return refuse("items[" + std::to_string(read.items.size()) + "]",
                              "must be a string (an id in quotes, or an address), not " + what);
            default: return refuse("body", "must be an object with list and items, not " + what);
        }
    }

    std::size_t most_items_;
    place at_ = place::start;
    bool seen_list_ = false;
};

constexpr std::size_t longest_shown = 200;

}  // namespace

checked<items_body> read_items_body(std::string_view body, std::size_t most_items) {
    items_handler handler{most_items};
    rapidjson::MemoryStream bytes{body.data(), body.size()};
    rapidjson::Reader reader;
    constexpr unsigned strictly = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    auto const outcome = reader.Parse<strictly>(bytes, handler);
    if (handler.wrong) return *handler.wrong;
    if (outcome.IsError()) {
        return bad_input{"body, byte " + std::to_string(outcome.Offset()),
                         std::string{"is not JSON: "} + rapidjson::GetParseError_En(outcome.Code())};
    }
    if (!handler.seen_items_) return bad_input{"items", "must be there: an array of ids or addresses"};
    return std::move(handler.read);
}

std::vector<wanted_item> understand(std::vector<std::string> const& items) {
    std::vector<wanted_item> wanted;
    wanted.reserve(items.size());
    for (auto const& text : items) {
        auto place = "items[" + std::to_string(wanted.size()) + "]";
        wanted.push_back(
            {std::move(place), as_utf8(text.substr(0, longest_shown)), read_item_reference(text)});
    }
    return wanted;
}

distinct_items distinct(std::vector<wanted_item> const& wanted) {
    distinct_items found;
    found.at.resize(wanted.size());
    found.repeated.resize(wanted.size());
    std::unordered_map<std::int64_t, std::size_t> places;
    places.reserve(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i].item) continue;
        auto const [place, is_new] = places.emplace(wanted[i].item->platform_id, found.items.size());
        if (is_new) found.items.push_back(*wanted[i].item);
        found.at[i] = place->second;
        found.repeated[i] = !is_new;
    }
    return found;
}

}  // namespace lacuna::api
