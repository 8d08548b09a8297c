#pragma once

#include "tests/simulated_platform/fault_plan.hpp"
#include "tests/simulated_platform/population.hpp"

#include <string>
#include <vector>

namespace lacuna::simulated {

/// Writes videos as the API returns them: only the fields asked for, those that are empty left out, keys in
/// an order that differs from video to video, the id a bare integer (recordings in PLATFORM-APIS 1.2).
class video_row_writer {
public:
    video_row_writer(population const& videos, fault_plan const& faults, double nul_text)
        : videos_{videos}, faults_{faults}, nul_text_{nul_text} {}

    void append(std::string& out, video const& of, std::vector<std::string> const& fields,
                occasion const& when) const;
    /// The hashtags of a video, without "#".
    [[nodiscard]] std::vector<std::string_view> hashtags(video const& of) const;
    [[nodiscard]] std::string description(video const& of) const;
    [[nodiscard]] std::int64_t music(video const& of) const;
    [[nodiscard]] std::int64_t duration(video const& of) const;  ///< Seconds.

private:
    /// @return whether the field has a value
    [[nodiscard]] bool append_value(std::string& out, video const& of, std::string_view field,
                                    sys_seconds now) const;
    [[nodiscard]] bool append_list(std::string& out, video const& of, std::string_view field) const;
    [[nodiscard]] std::uint64_t bits(video const& of, std::uint64_t what) const;

    population const& videos_;
    fault_plan const& faults_;
    double nul_text_;
};

}  // namespace lacuna::simulated
