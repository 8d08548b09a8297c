#include "daemon/statistics/panel_change.hpp"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace lacuna {

namespace {

using direction = panel_change::direction;
using std::chrono::days;

constexpr std::array<std::size_t, 4> windows{1, 2, 3, 7};
constexpr days longest_pause{7};

std::int64_t gross(panel_day const& day, direction is, bool by_creators) {
    if (is == direction::fell) return by_creators ? day.lost_creators : day.lost_items;
    return by_creators ? day.returned_creators : day.returned_items;
}

std::int64_t net(panel_day const& day, direction is) {
    auto const lost = day.lost_items - day.returned_items;
    return is == direction::fell ? lost : -lost;
}

struct past {
    double events = 0;
    double days = 0;
    double eventful_days = 0;
    double dispersion = 1;  ///< Variance over mean of a day's events; at least 1.
};

/// A window that the past does not explain.
struct finding {
    std::size_t first = 0;  ///< Its first day.
    double chance = 1;
    std::int64_t items = 0;
    std::int64_t creators = 0;
};

class replay {
public:
    explicit replay(std::vector<panel_day> const& history) {
        for (auto const& day : history) {
            if (day.panel > 0) days_.push_back(day);
        }
        changed_.resize(days_.size(), false);
    }

    std::vector<panel_change> changes() {
        for (std::size_t at = 0; at < days_.size(); ++at) {
            recover(at);
            for (auto const is : {direction::fell, direction::rose}) {
                if (auto const found = look(at, is)) keep(at, is, *found);
            }
        }
        return std::move(changes_);
    }

private:
    /// How far the newest change of its kind reaches, and what came back since.
    struct standing {
        std::optional<std::size_t> change{};  ///< In changes_.
        std::size_t after = 0;                ///< First day that belongs to none.
        std::int64_t back = 0;
    };
    standing& of(direction is) { return is == direction::fell ? fell_ : rose_; }

    past before(std::size_t first, direction is, bool by_creators) const {
        past found;
        double squares = 0;
        for (std::size_t at = first; at-- > 0 && found.days < most_days_of_past;) {
            if (changed_[at]) continue;
            auto const events = static_cast<double>(gross(days_[at], is, by_creators));
            found.events += events;
            found.eventful_days += events > 0 ? 1 : 0;
            squares += events * events;
            ++found.days;
        }
        if (found.days > 1 && found.events > 0) {
            double const mean = found.events / found.days;
            double const variance = (squares - found.events * mean) / (found.days - 1);
            found.dispersion = std::max(1.0, variance / mean);
        }
        return found;
    }

    std::int64_t sum(std::size_t first, std::size_t last, direction is, bool by_creators) const {
        std::int64_t events = 0;
        for (auto day = first; day <= last; ++day) events += gross(days_[day], is, by_creators);
        return events;
    }

    /// None where the past is too short to say.
    std::optional<double> chance(std::size_t first, std::size_t last, direction is) const {
        auto const width = static_cast<double>(last - first + 1);
        auto const of_more = [&](past const& known, bool by_creators) {
            auto const events = static_cast<double>(sum(first, last, is, by_creators));
            return chance_of_more(known.events / known.dispersion, known.days, events / known.dispersion,
                                  width);
        };
        auto const items = before(first, is, false);
        if (items.days < fewest_days_of_past) return std::nullopt;
        if (days_[last].creators < fewest_creators_to_count) return of_more(items, false);
        auto const by_creators = of_more(before(first, is, true), true);
        if (items.eventful_days < fewest_eventful_days) return by_creators;
        return std::min(1.0, 2 * std::min(by_creators, of_more(items, false)));
    }

    std::optional<finding> look(std::size_t at, direction is) {
        auto const least = std::max(static_cast<double>(fewest_items_of_change),
                                    least_share_of_change * static_cast<double>(days_[at].panel));
        std::optional<finding> best;
        for (auto const width : windows) {
            if (at + 1 < width || at + 1 - width < of(is).after) break;
            finding window{.first = at + 1 - width};
            for (std::size_t day = window.first; day <= at; ++day) window.items += net(days_[day], is);
            if (static_cast<double>(window.items) < least) continue;
            auto const by_itself = chance(window.first, at, is);
            if (!by_itself) break;
            window.chance = *by_itself;
            window.creators = sum(window.first, at, is, true);
            if (window.chance < (best ? best->chance : chance_of_change)) best = window;
        }
        return best;
    }

    void keep(std::size_t at, direction is, finding const& found) {
        auto& now = of(is);
        auto const today = days_[at].day;
        if (now.change && today - changes_[*now.change].last <= longest_pause &&
            !changes_[*now.change].closed) {
            auto& going_on = changes_[*now.change];
            going_on.last = today;
            going_on.items += found.items;
            going_on.creators += found.creators;
        } else {
            now.change = changes_.size();
            changes_.push_back({.is = is,
                                .began = days_[found.first - (found.first > 0 ? 1 : 0)].day,
                                .found = today,
                                .last = today,
                                .items = found.items,
                                .creators = found.creators,
                                .panel = days_[at].panel,
                                .chance = found.chance});
        }
        now.after = at + 1;
        now.back = 0;
        std::fill(changed_.begin() + static_cast<std::ptrdiff_t>(found.first),
                  changed_.begin() + static_cast<std::ptrdiff_t>(at) + 1, true);
    }

    void recover(std::size_t at) {
        if (!fell_.change || at < fell_.after) return;
        auto& fall = changes_[*fell_.change];
        fell_.back += net(days_[at], direction::rose);
        if (!fall.closed && 2 * fell_.back >= fall.items) fall.closed = days_[at].day;
    }

    std::vector<panel_day> days_;
    std::vector<bool> changed_;
    std::vector<panel_change> changes_;
    standing fell_;
    standing rose_;
};

}  // namespace

double chance_of_more(double past, double days, double n, double window) {
    if (n <= 0) return 1;
    return boost::math::ibeta(n, past + 1, window / (days + window));
}

std::vector<panel_change> panel_changes(std::vector<panel_day> const& history) {
    return replay{history}.changes();
}

std::optional<panel_change> fall_of(std::vector<panel_day> const& history) {
    auto const all = panel_changes(history);
    auto const open = std::find_if(all.rbegin(), all.rend(), [](panel_change const& change) {
        return change.is == direction::fell && !change.closed;
    });
    return open == all.rend() ? std::nullopt : std::optional{*open};
}

}  // namespace lacuna
