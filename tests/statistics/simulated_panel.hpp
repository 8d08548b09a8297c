#pragma once

#include "daemon/statistics/panel_history.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace lacuna::test {

/// How a panel fails by itself, day by day.
struct panel_noise {
    bool whole_creators = false;  ///< All items of a creator fail together; else each by itself.
    double goes = 0.01;           ///< Chance a day to be away …
    double stays = 0.01;          ///< … and so after a day away: no more than on any other day.
};

/// Items of creators of equal size, each returned or missing every day.
class simulated_panel {
public:
    simulated_panel(std::size_t items, std::size_t items_a_creator, panel_noise noise, std::uint64_t seed)
        : noise_{noise}, random_{seed}, away_(items), fallen_(items), seen_(items) {
        for (std::size_t item = 0; item < items; ++item) {
            creators_.push_back("creator" + std::to_string(item / items_a_creator));
        }
        if (noise.whole_creators) unit_ = items_a_creator;
    }

    [[nodiscard]] double uniform() { return static_cast<double>(random_() >> 11U) * 0x1p-53; }
    [[nodiscard]] std::size_t below(std::size_t n) {
        return static_cast<std::size_t>(uniform() * static_cast<double>(n));
    }
    [[nodiscard]] std::size_t size() const { return away_.size(); }

    void fall(std::size_t item) { fallen_[item] = true; }
    /// `n` items that had not fallen yet.
    void fall_anywhere(std::size_t n) {
        while (n > 0) {
            auto const item = below(size());
            if (fallen_[item]) continue;
            fall(item);
            --n;
        }
    }
    void restore() { std::fill(fallen_.begin(), fallen_.end(), false); }

    void pass_days(int n) {
        for (int day = 0; day < n; ++day, today_ += std::chrono::days{1}) {
            for (std::size_t first = 0; first < size(); first += unit_) {
                bool const away = uniform() < (away_[first] ? noise_.stays : noise_.goes);
                for (auto item = first; item < first + unit_; ++item) away_[item] = away;
            }
            for (std::size_t item = 0; item < size(); ++item) {
                seen_[item].push_back({.day = today_, .returned = !away_[item] && !fallen_[item]});
            }
        }
    }

    [[nodiscard]] utc_day today() const { return today_; }
    [[nodiscard]] std::vector<panel_day> days() const {
        panel_history history;
        for (std::size_t item = 0; item < size(); ++item) history.add_item(creators_[item], seen_[item]);
        return history.days();
    }

private:
    panel_noise noise_;
    std::mt19937_64 random_;
    std::size_t unit_ = 1;
    std::vector<bool> away_;
    std::vector<bool> fallen_;
    std::vector<std::string> creators_;
    std::vector<std::vector<counting_day>> seen_;
    utc_day today_{std::chrono::year{2026} / 1 / 1};
};

}  // namespace lacuna::test
