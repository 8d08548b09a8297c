#pragma once

#include "daemon/watchlist/item_reference.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

/// One record of a CSV text (RFC 4180).
struct csv_record {
    std::size_t line = 0;     ///< 1-based; where it begins: a quoted field may go over several lines.
    std::string_view text{};  ///< As it stands there, without the line's end; a view of what was read.
    std::vector<std::string> fields{};
    bool well_quoted =
        true;  ///< False: something follows a closing quote, or a quote stands in the middle of a field.
};

/// Takes records off the front of a text. LF and CRLF end one; blank lines are skipped.
class csv_reader {
public:
    /// `text` must live as long as this and the records.
    explicit csv_reader(std::string_view text) : left_{text} {}

    /// @return the next record; one without fields at the end; bad_input for a quote that never ends.
    [[nodiscard]] checked<csv_record> next();
    /// Like `next`, but the whole line is one field and a quote has no meaning.
    [[nodiscard]] csv_record next_line();

private:
    void skip_blank_lines();

    std::string_view left_;
    std::size_t line_ = 1;
};

/// True if `text` is UTF-8 without overlong forms and surrogates.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

}  // namespace lacuna
