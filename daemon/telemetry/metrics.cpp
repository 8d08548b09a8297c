#include "daemon/telemetry/metrics.hpp"

#include "daemon/telemetry/process_figures.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace lacuna {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Labels;

Histogram::BucketBoundaries const call_buckets{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
Histogram::BucketBoundaries const http_buckets{0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5};

constexpr std::string_view api_probe = "tiktok.research";
constexpr std::string_view presence_probe = "tiktok.oembed";

double seconds_of(utc_time at) { return static_cast<double>(at.time_since_epoch().count()) / 1000.0; }
double seconds_of(utc_day day) { return seconds_of(utc_time{day}); }

/// The outcome of a presence reading, in the words of the API arm's.
std::string_view outcome_of(char reading) {
    switch (reading) {
        case 'p': return "public";
        case 'n': return "not_public";
        case 's': return "shell";
        default: break;
    }
    for (int i = 1; i <= static_cast<int>(probe_failure::too_large); ++i) {
        auto const failure = static_cast<probe_failure>(i);
        if (letter_of(failure) == reading) return to_string(failure);
    }
    return "unreadable";
}

/// Gauges that come and go with what they are about.
class changing_gauges {
public:
    explicit changing_gauges(Family<Gauge>& family) : family_{family} {}
    void set(Labels const& labels, double value) {
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
    Family<Gauge>& family_;
    std::map<Labels, Gauge*> shown_{};
    std::set<Labels> fresh_{};
};

}  // namespace

struct metrics::impl {
    explicit impl(time_source const& now) : time{now} {
        gauge("lacuna_build_info", "Always 1; the version is the label.")
            .Add({{"version", LACUNA_VERSION}})
            .Set(1);
        started.Set(read_process_figures().started_at);
    }

    Family<Gauge>& gauge(char const* name, char const* help) {
        return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
    }
    Family<Counter>& counter(char const* name, char const* help) {
        return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
    }
    Family<Histogram>& histogram(char const* name, char const* help) {
        return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
    }

    void count_control(std::string_view probe, std::string kind, std::string_view outcome, double n = 1) {
        if (n > 0) {
            controls
                .Add({{"probe", std::string{probe}},
                      {"kind", std::move(kind)},
                      {"outcome", std::string{outcome}}})
                .Increment(n);
        }
    }
    /// Of a batch with more pages what is missing from the first is not known yet.
    void count_controls(call_record const& call) {
        std::set<item_key> const returned{call.returned.begin(), call.returned.end()};
        auto const n = static_cast<double>(call.controls.size());
        auto const came = static_cast<double>(std::ranges::count_if(
            call.controls, [&](item_key control) { return returned.contains(control); }));
        if (call.failure) return count_control(api_probe, "positive", to_string(*call.failure), n);
        count_control(api_probe, "positive", "returned", came);
        if (call.complete) count_control(api_probe, "positive", "absent", n - came);
    }
    template <class Block>
    void count_controls(Block const& block) {
        if constexpr (requires { block.live_reading; }) {
            if (block.live_reading != 0)
                count_control(presence_probe, "positive", outcome_of(block.live_reading));
            if (block.invented_reading != 0)
                count_control(presence_probe, "negative", outcome_of(block.invented_reading));
        }
    }

    time_source const& time;
    prometheus::Registry registry{};

    Family<Counter>& calls =
        counter("lacuna_calls_total", "Requests sent to a platform, by what came of them.");
    Family<Histogram>& call_times =
        histogram("lacuna_call_duration_seconds", "Time until a platform's whole answer.");
    Histogram& api_times = call_times.Add({{"probe", std::string{api_probe}}}, call_buckets);
    Histogram& presence_times = call_times.Add({{"probe", std::string{presence_probe}}}, call_buckets);
    Family<Gauge>& last_valid =
        gauge("lacuna_last_valid_run_timestamp_seconds", "When the last run with a valid arm ended.");
    Family<Gauge>& valid = gauge("lacuna_run_valid", "Whether the arm was valid in the last run: 1 or 0.");

    changing_gauges items{
        gauge("lacuna_items", "Items of a public list by their verdict on its newest day.")};
    changing_gauges completeness{
        gauge("lacuna_completeness_ratio",
              "Retrievable / (retrievable + missing) on the newest day; none without a headline.")};
    changing_gauges low{
        gauge("lacuna_completeness_ci_low", "Lower end of the 95 % interval of the completeness.")};
    changing_gauges high{
        gauge("lacuna_completeness_ci_high", "Upper end of the 95 % interval of the completeness.")};
    changing_gauges range_low{gauge("lacuna_range_low_ratio",
                                    "Completeness if everything unconfirmed or unmeasured were missing.")};
    changing_gauges range_high{
        gauge("lacuna_range_high_ratio", "Completeness if nothing unconfirmed or unmeasured were missing.")};
    changing_gauges first_ask{
        gauge("lacuna_first_ask_ratio", "Share returned the first time it was asked in an ordinary batch.")};
    changing_gauges coverage{
        gauge("lacuna_coverage_ratio", "Counting items among the public, in-scope, settled ones.")};
    changing_gauges days{gauge("lacuna_completeness_day_timestamp_seconds",
                               "Midnight (UTC) that begins the newest day of a list.")};
    changing_gauges quota{
        gauge("lacuna_quota_remaining_calls", "Calls that a vantage may still send today.")};

    Family<Counter>& events = counter("lacuna_events_total", "Events that were ever opened, by kind.");
    changing_gauges events_open{
        gauge("lacuna_events_open", "Events that are not closed, by public list; \"\" for whole runs.")};
    Counter& contradicted =
        counter("lacuna_calls_contradicted_total", "Calls that a later call of the same day contradicted.")
            .Add({});
    Counter& dropped =
        counter("lacuna_items_dropped_total", "Items that contradicted calls had left out.").Add({});
    Family<Counter>& controls =
        counter("lacuna_controls_total", "Items of known outcome that were asked to test a call.");

    Gauge& clock = gauge("lacuna_clock_seconds", "The clock by which runs are dated.").Add({});
    Gauge& database =
        gauge("lacuna_database_up", "Whether the database answered when last asked: 1 or 0.").Add({});
    Family<Gauge>& partitions =
        gauge("lacuna_partitions_ahead_days", "Days from today for which partitions of verdicts are there.");

    Family<Counter>& answers = counter("lacuna_http_requests_total", "HTTP answers by route and status.");
    Family<Histogram>& answer_times =
        histogram("lacuna_http_request_duration_seconds", "Time from a request's header to its answer.");

    Gauge& resident = gauge("process_resident_memory_bytes", "Resident memory size in bytes.").Add({});
    Gauge& open = gauge("process_open_fds", "Number of open file descriptors.").Add({});
    Gauge& most = gauge("process_max_fds", "Maximum number of open file descriptors.").Add({});
    Gauge& started =
        gauge("process_start_time_seconds", "Start time of the process since the UNIX epoch.").Add({});
    Counter& cpu =
        counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.").Add({});
};

metrics::metrics(time_source const& time) : impl_{std::make_unique<impl>(time)} {}
metrics::~metrics() = default;

void metrics::call_stored(call_record const& call, std::string_view) {
    std::string const outcome{call.failure ? to_string(*call.failure) : std::string_view{"answered"}};
    impl_->calls.Add({{"probe", std::string{api_probe}}, {"outcome", outcome}}).Increment();
    impl_->api_times.Observe(static_cast<double>(call.latency.count()) / 1000.0);
    impl_->count_controls(call);
}

void metrics::block_stored(presence_block const& block) {
    for (std::size_t i = 0; i < block.readings.size(); ++i) {
        std::string const outcome{outcome_of(block.readings[i])};
        impl_->calls.Add({{"probe", std::string{presence_probe}}, {"outcome", outcome}}).Increment();
        if (i < block.milliseconds.size()) impl_->presence_times.Observe(block.milliseconds[i] / 1000.0);
    }
    impl_->count_controls(block);
}

void metrics::progressed(run_progress const&) {}

void metrics::run_ended(opened_run const&, run_ending const& ending, utc_time now) {
    auto const arm = [&](std::string name, run_ending::arm state) {
        if (state == run_ending::arm::off) return;
        bool const is_valid = state == run_ending::arm::valid;
        impl_->valid.Add({{"arm", name}}).Set(is_valid ? 1 : 0);
        if (is_valid) impl_->last_valid.Add({{"arm", name}}).Set(seconds_of(now));
    };
    arm("api", ending.api);
    arm("presence", ending.presence);
}

void metrics::http_answered(std::string_view route, unsigned status, std::chrono::nanoseconds taken) {
    std::string const path{route};
    impl_->answers.Add({{"route", path}, {"code", std::to_string(status)}}).Increment();
    impl_->answer_times.Add({{"route", path}}, http_buckets)
        .Observe(std::chrono::duration<double>{taken}.count());
}

void metrics::show_lists(std::vector<list_figures> const& lists) {
    auto& to = *impl_;
    for (auto const& list : lists) {
        Labels const labels{{"list", list.slug}};
        std::map<verdict_kind, double> sums;
        for (auto const& [kind, n] : list.counts) sums[kind.first] += static_cast<double>(n);
        for (auto const& [kind, n] : sums)
            to.items.set({{"list", list.slug}, {"verdict", std::string{to_string(kind)}}}, n);
        if (list.completeness) to.completeness.set(labels, *list.completeness);
        if (list.completeness && list.low) to.low.set(labels, *list.low);
        if (list.completeness && list.high) to.high.set(labels, *list.high);
        if (list.completeness && list.day) to.days.set(labels, seconds_of(*list.day));
        if (list.range_low) to.range_low.set(labels, *list.range_low);
        if (list.range_high) to.range_high.set(labels, *list.range_high);
        if (list.first_ask) to.first_ask.set(labels, *list.first_ask);
        if (list.coverage) to.coverage.set(labels, *list.coverage);
    }
    for (auto* const gauges : {&to.items, &to.completeness, &to.low, &to.high, &to.days, &to.range_low,
                               &to.range_high, &to.first_ask, &to.coverage})
        gauges->drop_the_rest();
}

void metrics::show_events(event_figures const& figures) {
    auto& to = *impl_;
    auto const raise = [](Counter& counter, std::int64_t until) {
        counter.Increment(std::max(0.0, static_cast<double>(until) - counter.Value()));
    };
    for (auto const& word : event_words()) {
        auto const found = figures.opened.find(word.kind);
        raise(to.events.Add({{"kind", std::string{word.name}}}),
              found == figures.opened.end() ? 0 : found->second);
    }
    for (auto const& [what, n] : figures.open) {
        to.events_open.set({{"list", what.first}, {"kind", std::string{to_string(what.second)}}},
                           static_cast<double>(n));
    }
    to.events_open.drop_the_rest();
    raise(to.contradicted, figures.calls_contradicted);
    raise(to.dropped, figures.items_dropped);
}

void metrics::show_quota(std::vector<quota_figure> const& vantages) {
    for (auto const& one : vantages)
        impl_->quota.set({{"vantage", one.vantage}}, static_cast<double>(one.remaining));
    impl_->quota.drop_the_rest();
}

void metrics::show_database(bool up) { impl_->database.Set(up ? 1 : 0); }
void metrics::show_partitions_ahead(std::int64_t days) {
    impl_->partitions.Add({}).Set(static_cast<double>(days));
}
void metrics::show_last_valid_run(utc_time api_arm) {
    impl_->last_valid.Add({{"arm", "api"}}).Set(seconds_of(api_arm));
}

std::string metrics::text() {
    auto& to = *impl_;
    auto const process = read_process_figures();
    to.clock.Set(seconds_of(to.time.now()));
    to.resident.Set(process.resident_bytes);
    to.open.Set(process.open_descriptors);
    to.most.Set(process.descriptors_most);
    to.cpu.Increment(std::max(0.0, process.cpu_seconds - to.cpu.Value()));
    std::ostringstream out;
    prometheus::TextSerializer{}.Serialize(out, to.registry.Collect());
    return std::move(out).str();
}

}  // namespace lacuna
