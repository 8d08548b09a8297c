#pragma once

#include "tests/simulated_platform/fault_plan.hpp"
#include "tests/simulated_platform/population.hpp"
#include "tests/simulated_platform/video_query.hpp"
#include "tests/simulated_platform/video_row.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace lacuna::simulated {

/// Answers valid video queries from the population, faults of content included.
class video_search {
public:
    /// The population and the faults outlive this object.
    video_search(scenario const& from, population const& videos, fault_plan const& faults);

    struct found {
        std::string data{};  ///< The value of "data".
        std::size_t rows = 0;
    };
    [[nodiscard]] std::variant<found, refusal> answer(video_query const& query, occasion const& when);
    /// The same for every query that asks the same, whatever page of it.
    [[nodiscard]] static std::uint64_t question(video_query const& query);

private:
    [[nodiscard]] std::vector<video const*> matching(video_query const& query, sys_seconds now) const;
    [[nodiscard]] bool fits(video const& it, video_query const& query, sys_seconds now) const;
    [[nodiscard]] bool meets(video const& it, condition const& wanted, sys_seconds now) const;
    [[nodiscard]] bool meets_text(video const& it, condition const& wanted, sys_seconds now) const;
    void drop_corrupted(std::vector<video const*>& raw, video_query const& query, occasion const& when) const;
    void drop_items(std::vector<video const*>& raw, occasion const& when) const;
    [[nodiscard]] found random_page(std::vector<video const*> raw, video_query const& query,
                                    occasion const& when);
    [[nodiscard]] found page(std::vector<video const*> const& raw, video_query const& query,
                             occasion const& when);
    void append_rows(found& into, std::vector<video const*> const& rows, video_query const& query,
                     occasion const& when) const;
    [[nodiscard]] std::string search_for(std::uint64_t question, occasion const& when);

    population const& videos_;
    fault_plan const& faults_;
    video_row_writer writer_;
    bool end_date_inclusive_;
    std::uint64_t searches_ = 0;
    std::unordered_map<std::string, std::uint64_t> questions_{};  ///< By search_id.
};

}  // namespace lacuna::simulated
