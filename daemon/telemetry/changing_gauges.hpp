#pragma once

#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/labels.h>

#include <map>
#include <set>

namespace lacuna {

/// Gauges that come and go with what they are about.
class changing_gauges {
public:
    explicit changing_gauges(prometheus::Family<prometheus::Gauge>& family) : family_{family} {}
    void set(prometheus::Labels const& labels, double value) {
        auto& gauge = family_.Add(labels);
        gauge.Set(value);
        shown_[labels] = &gauge;
        fresh_.insert(labels);
    }
    /// Drops what was not set since the last time.
    void drop_the_rest() {
        for (auto next = shown_.begin(); next != shown_.end();) {
            auto const one = next++;
            if (fresh_.contains(one->first)) continue;
            family_.Remove(one->second);
            shown_.erase(one);
        }
        fresh_.clear();
    }

private:
    prometheus::Family<prometheus::Gauge>& family_;
    std::map<prometheus::Labels, prometheus::Gauge*> shown_{};
    std::set<prometheus::Labels> fresh_{};
};

}  // namespace lacuna
