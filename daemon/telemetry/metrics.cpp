#include "daemon/telemetry/metrics.hpp"

#include "daemon/telemetry/changing_gauges.hpp"
#include "daemon/telemetry/process_figures.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <vector>

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

constexpr std::array api_outcomes_of_controls{"returned", "absent"};
constexpr std::array readings{'p', 'n', 's'};

std::vector<std::string> failure_names() {
    std::vector<std::string> names;
    for (int i = 1; i <= static_cast<int>(probe_failure::too_large); ++i)
        names.emplace_back(to_string(static_cast<probe_failure>(i)));
    return names;
}

}  // namespace

struct metrics::impl {
    explicit impl(time_source const& now) : time{now} {
        gauge("lacuna_build_info", "Always 1; the version is the label.")
            .Add({{"version", LACUNA_VERSION}})
            .Set(1);
        started.Set(read_process_figures().started_at);
        begin_counters();
    }

    /// At 0, not at their first event: else nobody who asks how much a counter rose would see that event.
    void begin_counters() {
        std::string const api{api_probe};
        std::string const presence{presence_probe};
        calls.Add({{"probe", api}, {"outcome", "answered"}});
        for (auto const& failure : failure_names()) {
            calls.Add({{"probe", api}, {"outcome", failure}});
            calls.Add({{"probe", presence}, {"outcome", failure}});
        }
        for (auto const* const outcome : api_outcomes_of_controls)
            controls.Add({{"probe", api}, {"kind", "positive"}, {"outcome", outcome}});
        for (char const reading : readings) {
            std::string const outcome{outcome_of(reading)};
            calls.Add({{"probe", presence}, {"outcome", outcome}});
            for (auto const* const kind : {"positive", "negative"})
                controls.Add({{"probe", presence}, {"kind", kind}, {"outcome", outcome}});
        }
    }

    void show_arms(run_ending::arm api, run_ending::arm presence, utc_time ended) {
        auto const show = [&](std::string name, run_ending::arm state) {
            if (state == run_ending::arm::off) return;
            bool const is_valid = state == run_ending::arm::valid;
            valid.set({{"arm", name}}, is_valid ? 1 : 0);
            if (is_valid) last_valid.Add({{"arm", name}}).Set(seconds_of(ended));
        };
        show("api", api);
        show("presence", presence);
        valid.drop_the_rest();
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
    changing_gauges valid{gauge("lacuna_run_valid", "Whether the arm was valid in the last run: 1 or 0.")};
    Family<Gauge>& run_time =
        gauge("lacuna_last_run_duration_seconds", "From the start of the last run to its end.");

    list_gauges lists{registry};
    changing_gauges quota{
        gauge("lacuna_quota_remaining_calls", "Calls that a vantage may still send today.")};
    changing_gauges quota_granted{gauge("lacuna_quota_calls", "Calls that a vantage may send a day.")};

    Family<Counter>& events = counter("lacuna_events_total", "Events that were ever opened, by kind.");
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
    // An instant, not a span: it stays true while the database is away, and an alert can count down to it.
    Family<Gauge>& partitions = gauge("lacuna_partitions_end_timestamp_seconds",
                                      "Midnight from which on there is no partition for verdicts.");

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
    impl_->show_arms(ending.api, ending.presence, now);
}

void metrics::show_last_run(ended_run const& run) {
    impl_->show_arms(run.api, run.presence, run.ended_at);
    impl_->run_time.Add({}).Set(seconds_of(run.ended_at) - seconds_of(run.started_at));
}

void metrics::http_answered(std::string_view route, unsigned status, std::chrono::nanoseconds taken) {
    std::string const path{route};
    impl_->answers.Add({{"route", path}, {"code", std::to_string(status)}}).Increment();
    impl_->answer_times.Add({{"route", path}}, http_buckets)
        .Observe(std::chrono::duration<double>{taken}.count());
}

void metrics::show_lists(std::vector<list_figures> const& lists) { impl_->lists.show(lists); }

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
    to.lists.show_open(figures);
    raise(to.contradicted, figures.calls_contradicted);
    raise(to.dropped, figures.items_dropped);
}

void metrics::show_quota(std::vector<quota_figure> const& vantages) {
    for (auto const& one : vantages) {
        impl_->quota.set({{"vantage", one.vantage}}, static_cast<double>(one.remaining));
        impl_->quota_granted.set({{"vantage", one.vantage}}, static_cast<double>(one.daily));
    }
    impl_->quota.drop_the_rest();
    impl_->quota_granted.drop_the_rest();
}

void metrics::show_database(bool up) { impl_->database.Set(up ? 1 : 0); }
void metrics::show_partitions_end(utc_day end) { impl_->partitions.Add({}).Set(seconds_of(end)); }
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
