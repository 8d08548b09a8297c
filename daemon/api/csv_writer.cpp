#include "daemon/api/csv_writer.hpp"

#include <array>
#include <charconv>

namespace lacuna::api {

csv_writer::csv_writer(std::vector<std::string_view> const& columns) {
    for (auto const column : columns) put(column);
    end_row();
}

void csv_writer::plain(std::string_view text) {
    if (!first_) text_ += ',';
    first_ = false;
    text_ += text;
}

csv_writer& csv_writer::put(std::string_view text) {
    plain({});
    bool const formula =
        !text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos;
    if (!formula && text.find_first_of(",\"\r\n") == text.npos) {
        text_ += text;
        return *this;
    }
    text_ += formula ? "\"'" : "\"";
    for (char const c : text) {
        if (c == '"') text_ += '"';
        text_ += c;
    }
    text_ += '"';
    return *this;
}

csv_writer& csv_writer::put(std::int64_t number) {
    plain(std::to_string(number));
    return *this;
}

csv_writer& csv_writer::put(double number) {
    std::array<char, 32> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    plain({digits.data(), static_cast<std::size_t>(end - digits.data())});
    return *this;
}

csv_writer& csv_writer::end_row() {
    text_ += '\n';
    first_ = true;
    return *this;
}

}  // namespace lacuna::api
