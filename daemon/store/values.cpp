#include "daemon/store/values.hpp"

#include <stdexcept>

namespace lacuna {

std::optional<creation> read_creation(pqxx::field const& at, pqxx::field const& source) {
    if (at.is_null()) return std::nullopt;
    return creation{.at = std::chrono::sys_seconds{std::chrono::seconds{at.as<std::int64_t>()}},
                    .source = read_number<creation_source>(source)};
}

void append_quoted_element(std::string& to, std::string_view text) {
    to += '"';
    for (char const c : text) {
        if (c == '"' || c == '\\') to += '\\';
        to += c;
    }
    to += '"';
}

std::string text_array(std::vector<std::string> const& texts) {
    std::string all{"{"};
    for (auto const& text : texts) {
        if (all.size() > 1) all += ',';
        append_quoted_element(all, text);
    }
    return all += '}';
}

std::vector<char> read_letters(std::string_view text) {
    std::vector<char> letters;
    if (text.size() % 2 == 0 && text != "{}") refuse_array(text);
    for (std::size_t at = 1; at + 1 < text.size(); at += 2) letters.push_back(text[at]);
    return letters;
}

void refuse_array(std::string_view text) {
    throw std::runtime_error{"not an array as PostgreSQL writes them: " + std::string{text.substr(0, 100)}};
}

}  // namespace lacuna
