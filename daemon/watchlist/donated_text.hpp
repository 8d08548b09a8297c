#pragma once

#include "daemon/watchlist/export_bytes.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

/// Goes through a text file as TikTok's export has them, block by block, and tells the address of each block
/// that has the shape of an entry: two lines "…: …" of which one ends in an address, or four of which the
/// third does. Words are not looked at: they are in the person's language.
class donated_text {
public:
    /// @param link_found false ends the reading.
    donated_text(std::size_t longest_line, std::function<bool(std::string_view)> link_found)
        : longest_line_{longest_line}, link_found_{std::move(link_found)} {}

    /// @return false if `link_found` ended it.
    bool read(export_bytes& file);

    /// Most of its blocks had that shape, and at least one.
    [[nodiscard]] bool is_list() const noexcept { return entries_ > 0 && entries_ >= others_; }

private:
    bool next_line(export_bytes& file, std::string& line) const;
    bool end_block();

    std::size_t longest_line_;
    std::function<bool(std::string_view)> link_found_;
    std::vector<std::string> block_{};  ///< At most five lines: that is too many already.
    std::size_t entries_ = 0;
    std::size_t others_ = 0;
};

}  // namespace lacuna
