#pragma once

#include "tests/simulated_platform/scenario.hpp"

#include <rapidjson/document.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lacuna::simulated {

/// One object of a scenario: each key is asked for by name, and what nobody asked for is refused at the end.
class strict_object {
public:
    /// @param end_day what dates given as a number count from
    /// @throws bad_scenario where `value` is no object
    strict_object(rapidjson::Value const& value, std::string path, sys_days end_day);

    [[nodiscard]] bool has(char const* key);
    void number(char const* key, double& into, double least, double most);
    void share(char const* key, double& into) { number(key, into, 0, 1); }
    void integer(char const* key, std::int64_t& into, std::int64_t least, std::int64_t most);
    void boolean(char const* key, bool& into);
    void text(char const* key, std::string& into);
    void instant(char const* key, sys_seconds& into);
    /// One of the words in `words`. @return its place there, or `otherwise` where the key is absent.
    [[nodiscard]] std::size_t choice(char const* key, std::vector<std::string_view> const& words,
                                     std::size_t otherwise);
    /// Calls `read` with the object at `key`, if there is one, and then refuses what `read` left.
    void object(char const* key, std::function<void(strict_object&)> const& read);
    /// The same for every object of the array at `key`.
    void array(char const* key, std::function<void(strict_object&)> const& read);
    /// All numbers of the object at `key`, whatever their names.
    void numbers(char const* key, std::vector<std::pair<std::string, double>>& into);

    /// @throws bad_scenario if a key was never asked for
    void refuse_the_rest() const;
    [[noreturn]] void refuse(char const* key, std::string_view expected) const;

private:
    [[nodiscard]] rapidjson::Value const* find(char const* key);

    rapidjson::Value const& value_;
    std::string path_;
    sys_days end_day_;
    std::set<std::string> known_{};
};

}  // namespace lacuna::simulated
