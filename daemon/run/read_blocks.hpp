#pragma once

#include "daemon/run/observations.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna {

/// A control of the presence arm: one item in fifty or so tests the endpoint (DESIGN: what is sound).
enum class control_result { not_asked, passed, failed };
/// A known-live item is to be read public, an invented id not; an answer that says neither tells nothing.
[[nodiscard]] control_result live_result(char reading) noexcept;
[[nodiscard]] control_result invented_result(char reading) noexcept;

/// Two letters decide: 'p' public, 'n' not public (PLATFORM-APIS 3.1).
[[nodiscard]] constexpr bool decides(char reading) noexcept { return reading == 'p' || reading == 'n'; }

/// The blocks of one day's presence arm, and which of them may be believed: what lies between two failed
/// controls of a kind may not. The known-live one is asked before a block's items and the invented one after
/// them, so that a block lies between its own and its neighbour's; at the ends of a sweep one alone decides.
class read_blocks {
public:
    struct block {
        block_id number{};
        utc_time from{};
        utc_time until{};
        block_purpose purpose = block_purpose::sweep;
        control_result live = control_result::not_asked;
        control_result invented = control_result::not_asked;
        bool next_day = false;  ///< Of the day after: it can only close a bracket.
    };

    /// @return its index, which never changes.
    std::size_t add(presence_block const& read, bool next_day);
    [[nodiscard]] block const& operator[](std::size_t index) const { return blocks_[index]; }
    [[nodiscard]] bool sound(std::size_t index) const;

    struct tally {
        std::int64_t live_asked = 0, live_failed = 0, invented_asked = 0, invented_failed = 0;
    };
    /// Controls that said something.
    [[nodiscard]] tally controls() const;

private:
    void judge() const;

    std::vector<block> blocks_{};
    mutable std::vector<bool> sound_{};  // Of each block, when as many as there are blocks.
};

}  // namespace lacuna
