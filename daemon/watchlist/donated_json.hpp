#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

/// Listens to a JSON parser and picks out the links of the four lists of an export (PLATFORM-APIS 4); keeps
/// nothing else of it.
class donated_json {
public:
    /// @param link_found hears the link of each entry, empty where it has none, and what was shared, empty
    /// where that is not said; false ends the reading.
    /// @param passed hears of every event: a text was read to its end.
    donated_json(std::size_t most_depth, std::function<bool(std::string_view, std::string_view)> link_found,
                 std::function<void()> passed)
        : most_depth_{most_depth}, link_found_{std::move(link_found)}, passed_{std::move(passed)} {}

    /// One of the four lists was there, even if empty.
    [[nodiscard]] bool is_export() const noexcept { return is_export_; }
    [[nodiscard]] bool too_deep() const noexcept { return too_deep_; }

    // What RapidJSON calls.
    bool StartObject() { return open(false); }
    bool EndObject(unsigned) { return close(); }
    bool StartArray() { return open(true); }
    bool EndArray(unsigned) { return close(); }
    bool Key(char const* text, unsigned length, bool);
    bool String(char const* text, unsigned length, bool);
    bool Null() { return other(); }
    bool Bool(bool) { return other(); }
    bool Int(int) { return other(); }
    bool Uint(unsigned) { return other(); }
    bool Int64(std::int64_t) { return other(); }
    bool Uint64(std::uint64_t) { return other(); }
    bool Double(double) { return other(); }
    bool RawNumber(char const*, unsigned, bool) { return other(); }

private:
    /// What an open object or array is: one of the four sections, the list in it, an entry of that.
    enum class role { elsewhere, section, list, entry };

    bool open(bool array);
    bool close();
    bool other();
    [[nodiscard]] role role_of_child(bool array) const;

    std::size_t most_depth_;
    std::function<bool(std::string_view, std::string_view)> link_found_;
    std::function<void()> passed_;
    std::vector<role> open_{};
    std::string key_{};  ///< Last name seen in the object that is open, plain.
    std::string link_{};
    std::string shared_{};
    bool is_export_ = false;
    bool too_deep_ = false;
};

}  // namespace lacuna
