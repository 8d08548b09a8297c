#pragma once

#include "daemon/watchlist/item_reference.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace lacuna {

/// Why an address of an export gives no video.
enum class link_refusal { no_address, other_site, not_a_video, bad_id };
[[nodiscard]] std::array<link_refusal, 4> const& link_refusals() noexcept;
/// "lead to another site", for a sentence about several.
[[nodiscard]] std::string_view in_words(link_refusal why) noexcept;

/// The video that an address of TikTok's export names: /video/ and digits, on tiktok.com or tiktokv.com.
[[nodiscard]] std::variant<std::int64_t, link_refusal> read_donated_link(std::string_view link);

/// What is kept of somebody's export: which videos, and nothing of what she did with them, when, or how
/// often.
struct data_donation {
    std::vector<std::int64_t> ids{};       ///< Ascending, so that no order of watching is left; each once.
    std::array<std::size_t, 4> refused{};  ///< Links that gave no video, by link_refusal.
};

struct donation_limits {
    std::uint64_t bytes = std::uint64_t{1} << 30;  ///< Of all files together.
    std::size_t links = 5'000'000;                 ///< Of all files together, taken or not.
    std::size_t depth = 64;                        ///< Of a JSON file.
    std::size_t text = std::size_t{1} << 20;       ///< The longest text in a JSON file, in bytes.
    std::size_t line = std::size_t{64} * 1024;     ///< What is read of a line of a text file.
};

/// Reads a person's TikTok data export (PLATFORM-APIS 4), file by file, without keeping more of it than the
/// ids of videos watched, liked, made a favourite or shared.
///
/// JSON, old and new layout: by the keys of the four lists, in any case and at any of their known places; the
/// person's own posts, messages and comments are passed over. Text, in any language: by its shape, not by
/// words. Blocks with an empty line between; two lines "…: …", one of them with an address (watched, liked,
/// favourite), or four, the third with an address (shared).
class donation_reader {
public:
    explicit donation_reader(donation_limits limits = {}) : limits_{limits} {}

    /// @return whether it is a file of an export; what is not leaves nothing behind. bad_input: it is JSON
    /// that cannot be read to its end, or goes beyond a limit; then the whole donation is to be refused.
    [[nodiscard]] checked<bool> read(std::istream& file);
    [[nodiscard]] data_donation take() &&;

private:
    donation_limits limits_;
    std::uint64_t bytes_ = 0;
    std::size_t links_ = 0;
    data_donation donation_{};
};

}  // namespace lacuna
