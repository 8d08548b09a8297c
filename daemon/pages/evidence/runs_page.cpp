#include "daemon/pages/evidence/runs_page.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

namespace lacuna::pages {
namespace {

using charts::grouped;

std::string lasted(run_summary const& run) {
    if (!run.ended_at) return "not ended";
    auto const span =
        std::chrono::duration_cast<std::chrono::seconds>(*run.ended_at - run.started_at).count();
    if (span < 60) return count_of(span, "second", "seconds");
    if (span < 7200) return count_of(span / 60, "minute", "minutes");
    return count_of(span / 3600, "hour", "hours");
}

fields row_of(run_summary const& run) {
    auto const number = static_cast<std::int32_t>(run.run);
    fields row;
    row.set("number", std::to_string(number));
    row.set("href", "/runs/" + std::to_string(number));
    row.set("date", to_string(run.day));
    row.set("day", to_words(run.day));
    row.set("started", time_of_day(run.started_at));
    row.set("lasted", lasted(run));
    row.set("api", run.api_arm.empty() ? std::string{"under way"} : run.api_arm);
    row.set("presence", run.presence_arm.empty() ? std::string{"under way"} : run.presence_arm);
    row.set("void", run.api_arm == "void" || run.presence_arm == "void");
    row.set("reason", run.void_reason);
    row.set("due", grouped(run.due));
    row.set("measured", grouped(run.measured));
    row.set("calls", grouped(run.calls));
    row.set("failed", grouped(run.calls_failed));
    row.set("readings", grouped(run.presence_readings));
    return row;
}

/// What the newest run that has ended came to; empty before the first.
std::string newest_words(std::vector<run_summary> const& runs) {
    for (auto const& run : runs) {
        if (!run.ended_at) continue;
        bool const is_void = run.api_arm == "void" || run.presence_arm == "void";
        return "The newest run, of " + to_words(run.day) + ", is " + (is_void ? "void: " : "valid: ") +
               grouped(run.measured) + " of " + count_of(run.due, "due video was", "due videos were") +
               " measured with " + count_of(run.calls, "call", "calls") + '.';
    }
    return {};
}

}  // namespace

std::string render_runs(runs_view const& view) {
    fields page;
    auto rows = list_of_fields();
    for (auto const& run : view.runs) rows << row_of(run);
    page.set("rows", rows);
    page.set("has_rows", !view.runs.empty());
    auto const newest = view.from_the_newest ? newest_words(view.runs) : std::string{};
    page.set("newest", newest);
    page.set("has_newest", !newest.empty());
    page.set("more", view.more);
    page.set("from_the_newest", view.from_the_newest);
    if (!view.runs.empty()) {
        page.set("older", "/runs?before=" + std::to_string(static_cast<std::int32_t>(view.runs.back().run)));
    }
    page_head const head{
        .title = "Runs",
        .description =
            "Every daily pass over the watched videos: what was asked, what came back, what is void.",
        .path = "/runs",
        .indexed = view.from_the_newest};
    return lay_out(view.site, view.now, head, fill("runs", page));
}

}  // namespace lacuna::pages
