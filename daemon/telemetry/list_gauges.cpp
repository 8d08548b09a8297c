#include "daemon/telemetry/list_gauges.hpp"

#include <array>

namespace lacuna {
namespace {

using prometheus::Labels;

/// What may be open of a list, and of whole runs; what is over with its day never is.
constexpr std::array kinds_of_lists{event_kind::item_lost, event_kind::creator_lost, event_kind::list_fell};
constexpr std::array kinds_of_runs{event_kind::arm_void,       event_kind::mass_change,
                                   event_kind::api_silent,     event_kind::vantages_disagree,
                                   event_kind::schema_changed, event_kind::stale};

constexpr std::array reasons_not_measured{verdict_reason::no_creation_time, verdict_reason::run_stopped,
                                          verdict_reason::platform_failed,  verdict_reason::contradicted,
                                          verdict_reason::silent,           verdict_reason::platform_refused,
                                          verdict_reason::quota_spent,      verdict_reason::time_spent};

changing_gauges family(prometheus::Registry& registry, char const* name, char const* help) {
    return changing_gauges{prometheus::BuildGauge().Name(name).Help(help).Register(registry)};
}

Labels labels_of(std::string const& list, event_kind kind) {
    return {{"list", list}, {"kind", std::string{to_string(kind)}}};
}

double seconds_of(utc_day day) {
    return static_cast<double>(
        std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count());
}

}  // namespace

list_gauges::list_gauges(prometheus::Registry& in)
    : items_{family(in, "lacuna_items", "Items of a public list by their verdict on its newest sound day.")},
      not_measured_{
          family(in, "lacuna_items_not_measured",
                 "Items of a public list that the newest day did not measure, by reason; void days too.")},
      completeness_{
          family(in, "lacuna_completeness_ratio",
                 "Retrievable / (retrievable + missing) on the newest sound day; none without a headline.")},
      low_{family(in, "lacuna_completeness_ci_low", "Lower end of the 95 % interval of the completeness.")},
      high_{family(in, "lacuna_completeness_ci_high", "Upper end of the 95 % interval of the completeness.")},
      range_low_{family(in, "lacuna_range_low_ratio",
                        "Completeness if everything unconfirmed or unmeasured were missing.")},
      range_high_{family(in, "lacuna_range_high_ratio",
                         "Completeness if nothing unconfirmed or unmeasured were missing.")},
      first_ask_{family(in, "lacuna_first_ask_ratio",
                        "Share returned the first time it was asked in an ordinary batch.")},
      coverage_{
          family(in, "lacuna_coverage_ratio", "Counting items among the public, in-scope, settled ones.")},
      days_{family(in, "lacuna_completeness_day_timestamp_seconds",
                   "Midnight (UTC) that begins the newest sound day of a list.")},
      compared_{family(in, "lacuna_compared_items",
                       "Items of a list that count on its newest sound day and counted a week before.")},
      retrievable_before_{family(in, "lacuna_compared_retrievable_before",
                                 "Of the compared items, how many were retrievable a week before.")},
      retrievable_now_{family(in, "lacuna_compared_retrievable_now",
                              "Of the compared items, how many were retrievable on the newest sound day.")},
      open_{family(in, "lacuna_events_open",
                   "Events that are not closed, by public list; \"\" for whole runs.")},
      confirmed_{family(in, "lacuna_events_confirmed",
                        "Events that are confirmed and not closed, by public list; \"\" for whole runs.")} {}

void list_gauges::show_rate(list_figures const& list) {
    Labels const labels{{"list", list.slug}};
    if (list.completeness) completeness_.set(labels, *list.completeness);
    if (list.completeness && list.low) low_.set(labels, *list.low);
    if (list.completeness && list.high) high_.set(labels, *list.high);
    if (list.completeness && list.day) days_.set(labels, seconds_of(*list.day));
    if (list.range_low) range_low_.set(labels, *list.range_low);
    if (list.range_high) range_high_.set(labels, *list.range_high);
    if (list.first_ask) first_ask_.set(labels, *list.first_ask);
    if (list.coverage) coverage_.set(labels, *list.coverage);
    if (!list.completeness) return;
    compared_.set(labels, static_cast<double>(list.compared));
    retrievable_before_.set(labels, static_cast<double>(list.retrievable_before));
    retrievable_now_.set(labels, static_cast<double>(list.retrievable_now));
}

void list_gauges::show(std::vector<list_figures> const& lists) {
    slugs_.clear();
    for (auto const& list : lists) {
        slugs_.push_back(list.slug);
        std::map<verdict_kind, double> sums;
        for (auto const& [kind, n] : list.counts) sums[kind.first] += static_cast<double>(n);
        for (auto const& [kind, n] : sums)
            items_.set({{"list", list.slug}, {"verdict", std::string{to_string(kind)}}}, n);
        for (auto const reason : reasons_not_measured) {
            auto const found = list.not_measured.find(reason);
            double const n = found == list.not_measured.end() ? 0 : static_cast<double>(found->second);
            not_measured_.set({{"list", list.slug}, {"reason", std::string{to_string(reason)}}}, n);
        }
        show_rate(list);
    }
    for (auto* const gauges :
         {&items_, &not_measured_, &completeness_, &low_, &high_, &days_, &range_low_, &range_high_,
          &first_ask_, &coverage_, &compared_, &retrievable_before_, &retrievable_now_})
        gauges->drop_the_rest();
}

void list_gauges::show_open(event_figures const& figures) {
    auto const begin_with_none = [this](changing_gauges& gauges) {
        for (auto const& slug : slugs_)
            for (auto const kind : kinds_of_lists) gauges.set(labels_of(slug, kind), 0);
        for (auto const kind : kinds_of_runs) gauges.set(labels_of("", kind), 0);
    };
    begin_with_none(open_);
    begin_with_none(confirmed_);
    for (auto const& [what, n] : figures.open) {
        open_.set(labels_of(what.first, what.second), static_cast<double>(n.all));
        confirmed_.set(labels_of(what.first, what.second), static_cast<double>(n.confirmed));
    }
    open_.drop_the_rest();
    confirmed_.drop_the_rest();
}

}  // namespace lacuna
