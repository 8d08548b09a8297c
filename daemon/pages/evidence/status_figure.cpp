#include "daemon/pages/evidence/status_figure.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/frame_svg.hpp"
#include "daemon/charts/hours.hpp"
#include "daemon/pages/evidence/call_words.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

namespace lacuna::pages {
namespace {

using charts::grouped;
using std::chrono::hours;

charts::hours_data data_of(endpoint_status const& one, utc_time since, utc_time until) {
    charts::hours_data data{.from = std::chrono::floor<hours>(since), .to = std::chrono::ceil<hours>(until)};
    for (auto const& [hour, tally] : one.hours) {
        auto const took = tally.took.value_or(latencies{});
        auto const number = [](auto span) { return static_cast<double>(span.count()); };
        data.hours.push_back({.hour = hour,
                              .answered = tally.answered,
                              .failed = tally.failed(),
                              .median = number(took.median),
                              .p90 = number(took.p90),
                              .p99 = number(took.p99)});
    }
    return data;
}

fields texts(std::vector<std::string> const& words) {
    auto cells = list_of_fields();
    for (auto const& text : words) {
        fields one;
        one.set("text", text);
        cells << one;
    }
    return cells;
}

fields legend() {
    auto entries = list_of_fields();
    for (auto const& mark : charts::hours_marks()) {
        fields one;
        one.set("swatch", charts::hours_swatch(mark));
        one.set("words", std::string{mark.words});
        entries << one;
    }
    return entries;
}

fields table_rows(endpoint_status const& one) {
    auto rows = list_of_fields();
    for (auto hour = one.hours.rbegin(); hour != one.hours.rend(); ++hour) {
        auto const& [at, tally] = *hour;
        auto const took = tally.took.value_or(latencies{});
        fields row;
        row.set("name", moment(at));
        row.set("cells", texts({grouped(tally.asked), grouped(tally.answered), grouped(tally.failed()),
                                span_words(took.median), span_words(took.p90), span_words(took.p99)}));
        rows << row;
    }
    return rows;
}

}  // namespace

std::string endpoint_name(endpoint_status const& one) {
    return std::string{one.side == endpoint_status::arm::api ? "Research API" : "public endpoint"} + ", " +
           one.vantage;
}

std::string endpoint_figure(endpoint_status const& one, utc_time since, utc_time until, std::size_t number) {
    auto const data = data_of(one, since, until);
    auto const title = "By the hour: " + endpoint_name(one);
    auto const described =
        "Above, questions each hour; below, how long they took. The table below has "
        "every value.";
    auto const id = "hours-" + std::to_string(number);
    fields figure;
    figure.set("title", title);
    figure.set("period", moment(since) + " to " + moment(until));
    figure.set("wide",
               charts::hours_svg(charts::shape_hours(data, charts::wide_frame(230)), id, title, described));
    figure.set("narrow", charts::hours_svg(charts::shape_hours(data, charts::narrow_frame(230)),
                                           id + "-narrow", title, described));
    figure.set("legend", legend());
    figure.set("has_legend", true);
    figure.set("caption", std::string{"Blank: nothing was asked in that hour. Readings of public pages stand "
                                      "at the hour in which their block of up to 100 began."});
    figure.set("first", std::string{"Hour"});
    figure.set("columns", texts({"Asked", "Answered", "No usable answer", "Half within", "Nine in ten within",
                                 "99 in 100 within"}));
    figure.set("rows", table_rows(one));
    return fill("figure", figure);
}

}  // namespace lacuna::pages
