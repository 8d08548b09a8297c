#include "daemon/config/toml_table.hpp"

#include "daemon/config/units.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

namespace lacuna {
namespace {

std::string print(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g", value);
    return text.data();
}

std::string list(std::vector<std::string_view> const& names) {
    std::string text;
    for (auto const name : names) {
        if (!text.empty()) text += name == names.back() ? " or " : ", ";
        text += name;
    }
    return text;
}

/// `text` cut between two characters, with '?' for each control character: it goes to a terminal or a log.
std::string one_line(std::string text) {
    constexpr std::size_t longest = 60;
    if (text.size() > longest) {
        auto end = longest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        text = text.substr(0, end) + "…";
    }
    std::replace_if(
        text.begin(), text.end(), [](char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; }, '?');
    return text;
}

std::string not_this(std::string_view wanted, toml::node const& value) {
    return "must be " + std::string{wanted} + ", not " + describe(value);
}

}  // namespace

std::string describe(toml::node const& value) {
    if (auto const* const text = value.as_string()) return "the text \"" + one_line(text->get()) + '"';
    if (auto const* const number = value.as_integer()) return "the number " + std::to_string(number->get());
    if (auto const* const number = value.as_floating_point()) return "the number " + print(number->get());
    if (auto const* const truth = value.as_boolean()) return truth->get() ? "true" : "false";
    if (value.is_table()) return "a table";
    if (value.is_array()) return "an array";
    return "a date or time without quotes";
}

toml_table::toml_table(toml::table const* table, std::string path, problem_list& problems)
    : table_{table}, path_{std::move(path)}, problems_{problems} {}

toml_table::~toml_table() {
    if (table_ == nullptr) return;
    for (auto const& [key, value] : *table_) {
        if (known_.contains(key.str())) continue;
        std::vector<std::string_view> const names{known_.begin(), known_.end()};
        auto const place = path_.empty() ? std::string{"at the top"} : "in [" + path_ + "]";
        problems_.problems.push_back({.file = problems_.file,
                                      .line = key.source().begin.line,
                                      .key = path_of(key.str()),
                                      .wrong = "is not a setting; " + place + " stand " + list(names)});
    }
}

std::string toml_table::path_of(std::string_view key) const {
    return path_.empty() ? std::string{key} : path_ + '.' + std::string{key};
}

toml::node const* toml_table::find(std::string_view key) {
    known_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
}

bad_config toml_table::problem(std::string_view key, std::string wrong) const {
    auto const* const value = table_ == nullptr ? nullptr : table_->get(key);
    std::size_t const line = value != nullptr    ? value->source().begin.line
                             : table_ != nullptr ? table_->source().begin.line
                                                 : 0;
    return {.file = problems_.file, .line = line, .key = path_of(key), .wrong = std::move(wrong)};
}

void toml_table::refuse(std::string_view key, std::string wrong) {
    problems_.problems.push_back(problem(key, std::move(wrong)));
}

toml::table const* toml_table::table(std::string_view key) {
    auto const* const value = find(key);
    if (value == nullptr || value->is_table()) return value == nullptr ? nullptr : value->as_table();
    refuse(key, not_this("a table, [" + path_of(key) + "]", *value));
    return nullptr;
}

std::vector<toml::table const*> toml_table::tables(std::string_view key) {
    auto const* const value = find(key);
    if (value == nullptr) return {};
    auto const wanted = "an array of tables, [[" + path_of(key) + "]]";
    if (!value->is_array()) {
        refuse(key, not_this(wanted, *value));
        return {};
    }
    std::vector<toml::table const*> found;
    for (auto const& element : *value->as_array()) {
        if (element.is_table()) {
            found.push_back(element.as_table());
        } else {
            refuse(key, not_this(wanted, element));
        }
    }
    return found;
}

bool toml_table::text(std::string_view key, std::string& into, text_check const& check) {
    auto const* const value = find(key);
    if (value == nullptr) return false;
    if (!value->is_string()) {
        refuse(key, not_this("a text in quotes", *value));
        return false;
    }
    auto const& whole = value->as_string()->get();
    if (auto const wrong = check(whole); !wrong.empty()) {
        refuse(key, wrong + ", not " + describe(*value));
        return false;
    }
    into = whole;
    return true;
}

bool toml_table::texts(std::string_view key, std::vector<std::string>& into, text_check const& check) {
    auto const* const value = find(key);
    if (value == nullptr) return false;
    if (!value->is_array()) {
        refuse(key, not_this("an array of texts", *value));
        return false;
    }
    bool taken = true;
    for (auto const& element : *value->as_array()) {
        auto const* const text = element.as_string();
        auto const wrong = text == nullptr ? std::string{"must be an array of texts"} : check(text->get());
        if (wrong.empty()) {
            into.push_back(text->get());
            continue;
        }
        auto refused = problem(key, wrong + ", not " + describe(element));
        refused.line = element.source().begin.line;
        problems_.problems.push_back(std::move(refused));
        taken = false;
    }
    return taken;
}

bool toml_table::boolean(std::string_view key, bool& into) {
    auto const* const value = find(key);
    if (value == nullptr) return false;
    if (!value->is_boolean()) {
        refuse(key, not_this("true or false", *value));
        return false;
    }
    into = value->as_boolean()->get();
    return true;
}

bool toml_table::real(std::string_view key, double& into, double least, double most) {
    auto const* const value = find(key);
    if (value == nullptr) return false;
    auto const number = value->is_number() ? value->value<double>() : std::optional<double>{};
    if (!number || !std::isfinite(*number) || *number < least || *number > most) {
        refuse(key, not_this("a number from " + print(least) + " to " + print(most), *value));
        return false;
    }
    into = *number;
    return true;
}

bool toml_table::whole(std::string_view key, std::int64_t& into, std::int64_t least, std::int64_t most) {
    auto const* const value = find(key);
    if (value == nullptr) return false;
    auto const* const number = value->as_integer();
    if (number == nullptr || number->get() < least || number->get() > most) {
        refuse(key, not_this("a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                             *value));
        return false;
    }
    into = number->get();
    return true;
}

bool toml_table::seconds(std::string_view key, std::chrono::seconds& into, std::chrono::seconds least,
                         std::chrono::seconds most, std::chrono::seconds unit) {
    auto const* const value = find(key);
    if (value == nullptr) return false;
    auto const span = value->is_string() ? read_duration(value->as_string()->get()) : std::nullopt;
    if (!span || *span < least || *span > most || *span % unit != std::chrono::seconds{0}) {
        refuse(key, not_this("a duration from \"" + to_text(least) + "\" to \"" + to_text(most) +
                                 "\" in whole hours, like \"" + to_text(least * 2) + '"',
                             *value));
        return false;
    }
    into = *span;
    return true;
}

std::size_t toml_table::index_of_word(std::string_view key, std::vector<std::string_view> const& names) {
    auto const* const value = find(key);
    if (value == nullptr) return names.size();
    auto const found =
        value->is_string() ? std::find(names.begin(), names.end(), value->as_string()->get()) : names.end();
    if (found == names.end()) refuse(key, not_this(list(names), *value));
    return static_cast<std::size_t>(found - names.begin());
}

bool toml_table::has(std::string_view key) const { return table_ != nullptr && table_->contains(key); }

std::filesystem::path toml_table::beside(std::string const& file) const {
    return std::filesystem::path{problems_.file}.parent_path() / file;
}

bool toml_table::readable_file(std::string_view key, std::string& into) {
    auto const usable = [this](std::string const& name) -> std::string {
        std::ifstream file{beside(name)};
        bool const readable = file && file.peek() != std::ifstream::traits_type::eof();
        return readable ? "" : "must be a file that can be read and is not empty";
    };
    if (!text(key, into, usable)) return false;
    into = beside(into).string();
    return true;
}

void toml_table::secret_at(std::string const& key, secret& into) {
    struct source {
        std::string key{};
        std::function<boost::system::result<secret_reading, std::string>(std::string const&)> read{};
    };
    std::array<source, 3> const sources{{
        {key + "_file", [this](std::string const& name) { return read_secret_file(beside(name)); }},
        {key + "_env", read_secret_variable},
        {key + "_credential", read_secret_credential},
    }};
    auto const not_empty = [](std::string const& name) {
        return std::string{name.empty() ? "must not be empty" : ""};
    };
    source const* from = nullptr;
    std::string name;
    bool usable = true;
    for (auto const& one : sources) {
        if (!has(one.key)) continue;
        if (from != nullptr) refuse(one.key, "must not stand beside " + from->key);
        usable = text(one.key, name, not_empty) && from == nullptr;
        from = &one;
    }
    if (from == nullptr) {
        refuse(sources[0].key, "is missing: a file that holds the secret; or " + sources[1].key +
                                   ", a variable that does, or " + sources[2].key + ", systemd's");
        return;
    }
    if (!usable) return;
    auto read = from->read(name);
    if (!read.has_value()) {
        refuse(from->key, "names a secret that cannot be used: " + read.error());
        return;
    }
    if (read->open_to_others) {
        problems_.warnings.push_back(
            problem(from->key,
                    "names a file that others on this machine may read: chmod 600 " + beside(name).string()));
    }
    into = std::move(read->value);
}

}  // namespace lacuna
