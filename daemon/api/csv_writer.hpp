#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lacuna::api {

/// Writes CSV (RFC 4180, LF as line end). A text that a spreadsheet would take for a formula (it begins with
/// = + - @, a tab or a carriage return) gets an apostrophe before it.
class csv_writer {
public:
    explicit csv_writer(std::vector<std::string_view> const& columns);

    csv_writer& put(std::string_view text);
    csv_writer& put(char const* text) { return put(std::string_view{text}); }
    csv_writer& put(std::string const& text) { return put(std::string_view{text}); }
    csv_writer& put(bool yes) { return put(yes ? "true" : "false"); }
    csv_writer& put(std::int64_t number);
    csv_writer& put(double number);
    template <class Value>
    csv_writer& put(std::optional<Value> const& maybe) {
        return maybe ? put(*maybe) : put(std::string_view{});
    }
    csv_writer& end_row();

    /// What was written since the last time; writing goes on.
    [[nodiscard]] std::string take() { return std::exchange(text_, {}); }

private:
    void plain(std::string_view text);

    std::string text_{};
    bool first_ = true;
};

}  // namespace lacuna::api
