#pragma once

#include "daemon/config/config.hpp"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lacuna {

/// Where problems are gathered, with the file that they are in.
struct problem_list {
    std::string file{};
    std::vector<bad_config> problems{};
    std::vector<bad_config> warnings{};
};

/// One table of the file while it is read: each setting is asked for once by its key and put in its place, or
/// the reason why not is noted. What was never asked for is unknown, and noted when this is destroyed.
class toml_table {
public:
    /// @param table null: not in the file, every setting keeps its default.
    toml_table(toml::table const* table, std::string path, problem_list& problems);
    ~toml_table();
    toml_table(toml_table const&) = delete;
    toml_table& operator=(toml_table const&) = delete;

    /// A table inside this one.
    [[nodiscard]] toml::table const* table(std::string_view key);
    /// The tables of [[path.key]]; none if absent.
    [[nodiscard]] std::vector<toml::table const*> tables(std::string_view key);
    [[nodiscard]] std::string path_of(std::string_view key) const;

    /// What a text must look like: why it must not, or empty.
    using text_check = std::function<std::string(std::string const&)>;

    /// @return true if the key was there and its text was taken.
    bool text(std::string_view key, std::string& into, text_check const& check);
    bool texts(std::string_view key, std::vector<std::string>& into, text_check const& check);
    bool boolean(std::string_view key, bool& into);
    bool real(std::string_view key, double& into, double least, double most);

    template <class Integer>
    bool integer(std::string_view key, Integer& into, std::int64_t least, std::int64_t most) {
        std::int64_t value = 0;
        if (!whole(key, value, least, most)) return false;
        into = static_cast<Integer>(value);
        return true;
    }

    /// A duration in whole units of `Span`, both ends included.
    template <class Span>
    bool duration(std::string_view key, Span& into, Span least, Span most) {
        std::chrono::seconds value{};
        if (!seconds(key, value, least, most, Span{1})) return false;
        into = std::chrono::duration_cast<Span>(value);
        return true;
    }

    /// One of a closed list of words.
    template <class Enum>
    bool word(std::string_view key, Enum& into, std::vector<std::pair<std::string_view, Enum>> const& words) {
        std::vector<std::string_view> names;
        for (auto const& [name, value] : words) names.push_back(name);
        auto const at = index_of_word(key, names);
        if (at == names.size()) return false;
        into = words[at].second;
        return true;
    }

    /// A file that can be read; relative to the folder of the configuration.
    bool readable_file(std::string_view key, std::string& into);
    /// The secret that KEY_file, KEY_env or KEY_credential names; one of them must be there.
    void secret_at(std::string const& key, secret& into);

    [[nodiscard]] bool has(std::string_view key) const;
    /// Notes that the value of `key`, or the table where it is missing, is wrong.
    void refuse(std::string_view key, std::string wrong);

private:
    [[nodiscard]] toml::node const* find(std::string_view key);
    [[nodiscard]] std::filesystem::path beside(std::string const& file) const;
    [[nodiscard]] bad_config problem(std::string_view key, std::string wrong) const;
    bool whole(std::string_view key, std::int64_t& into, std::int64_t least, std::int64_t most);
    bool seconds(std::string_view key, std::chrono::seconds& into, std::chrono::seconds least,
                 std::chrono::seconds most, std::chrono::seconds unit);
    [[nodiscard]] std::size_t index_of_word(std::string_view key, std::vector<std::string_view> const& names);

    toml::table const* table_;
    std::string path_;
    problem_list& problems_;
    std::set<std::string, std::less<>> known_{};
};

/// The value as a reader would name it: "the text \"abc\"", "the number 7", "a table".
[[nodiscard]] std::string describe(toml::node const& value);

}  // namespace lacuna
