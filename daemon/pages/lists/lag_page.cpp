#include "daemon/pages/lists/lag_page.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/lag_curve.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/figure_parts.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"

#include <cmath>

namespace lacuna::pages {
namespace {

using charts::grouped;
using charts::hours_in_words;

constexpr double horizon = std::chrono::duration<double, std::ratio<3600>>{longest_lag}.count();

std::int64_t waiting(lag_view const& view) {
    return static_cast<std::int64_t>(view.lag.curve.watched.censored.size());
}

/// The share that had been retrieved by then, with its interval.
std::string share_by(survival const& curve, double hours) {
    survival_step const* last = nullptr;
    for (auto const& step : curve.steps) {
        if (step.time <= hours) last = &step;
    }
    if (last == nullptr) return {};
    auto text = percent(1 - last->surviving);
    if (last->ci)
        text += " (95\u00a0% interval " + percent_range(1 - last->ci->high, 1 - last->ci->low) + ")";
    return text;
}

text_table table_of(survival const& curve) {
    text_table table{
        .first = "Hours since creation",
        .columns = {"Waiting before", "Retrieved then", "Retrieved by then", "95\u00a0% interval"}};
    for (auto const& step : curve.steps) {
        table.rows.push_back(
            {charts::hours_in_words(step.time),
             {grouped(step.at_risk), grouped(step.events), percent(1 - step.surviving),
              step.ci ? percent_range(1 - step.ci->high, 1 - step.ci->low) : std::string{"–"}}});
    }
    return table;
}

std::string caption_of(lag_view const& view, charts::lag_curve_shape const& drawn) {
    auto const& curve = view.lag.curve;
    std::string text =
        "Line: the share that had been returned at least once by then. Band: 95\u00a0% interval.";
    text += " Short strokes: videos last seen absent at that age and not followed further; " +
            grouped(waiting(view)) + " in all. Below: how many were waited for.";
    text += " Dotted: " + hours_in_words(static_cast<double>(view.settle.count())) +
            ", the age from which on an absence is judged.";
    if (curve.median) text += " Thin line: half.";
    if (drawn.followed_longer > 0)
        text += " The line goes on level to the right: " +
                count_of(drawn.followed_longer, "video was", "videos were") +
                " waited for longer than is drawn, and none came.";
    if (curve.from > 0.5)
        text += " The curve begins at " + hours_in_words(std::ceil(curve.from)) +
                ", the first age at which enough videos were followed.";
    return text;
}

std::string why_no_curve(lag_view const& view) {
    if (view.part.list.imported)
        return "This is somebody else’s series: when a video could first be retrieved is not in it.";
    if (!may_have_rate(view.part.list))
        return "The list was chosen for being missing, so how soon its videos come back would say nothing of "
               "others, and there is no curve.";
    if (!view.newest) return "No day of this list has been judged yet.";
    if (view.lag.items == 0) {
        return "No video of this list was added within " + std::to_string(longest_lag.count()) +
               " days of its creation and asked for, so how soon videos can be retrieved was not observed.";
    }
    auto const followed = view.lag.curve.subjects;
    std::string text =
        "Too few videos of this list were followed from their first days on to say how soon they "
        "can be retrieved: " +
        grouped(followed) + '.';
    if (followed > 0 && waiting(view) == followed) {
        text = "None of the " + count_of(followed, "video", "videos") +
               " followed from their first days on was retrieved through the API while they were followed.";
    }
    if (view.lag.already_there == 0) return text;
    return text + ' ' + count_of(view.lag.already_there, "other was", "others were") +
           " returned when first asked for, long after creation.";
}

}  // namespace

std::string lag_sentence(lag_view const& view) {
    auto const& curve = view.lag.curve;
    if (curve.steps.empty()) return why_no_curve(view);
    std::string text =
        "Of " + count_of(curve.subjects, "video", "videos") + " followed from their first days on, ";
    if (curve.median) {
        text += "half could be retrieved through the API " + hours_in_words(*curve.median) +
                " after they were made";
    } else {
        text += "fewer than half could be retrieved through the API while they were followed";
    }
    auto const settled = share_by(curve, static_cast<double>(view.settle.count()));
    if (!settled.empty()) {
        text += "; after " + hours_in_words(static_cast<double>(view.settle.count())) + " it was " + settled;
    }
    return text + '.';
}

std::optional<figure_parts> lag_parts(lag_view const& view) {
    auto const& curve = view.lag.curve;
    if (curve.steps.empty()) return {};
    auto wide = charts::wide_frame(300);
    auto narrow = charts::narrow_frame(270);
    wide.bottom = narrow.bottom = 48;
    wide.left = 64;
    narrow.left = 58;
    wide.right = narrow.right = 16;
    charts::lag_curve_data const data{curve, static_cast<double>(view.settle.count()), horizon};
    figure_parts parts{.title = "From creation to the first retrieval",
                       .period = view.newest ? "up to " + to_words(*view.newest) : std::string{}};
    std::string const described =
        "A step line of the share retrieved by each age, with its 95 % interval as a band, strokes where "
        "videos were last seen absent, and the number waited for below the axis. The table below has every "
        "step.";
    auto const drawn = charts::shape_lag_curve(data, wide);
    parts.wide = charts::lag_curve_svg(drawn, "lag", parts.title, described);
    parts.narrow =
        charts::lag_curve_svg(charts::shape_lag_curve(data, narrow), "lag-narrow", parts.title, described);
    parts.caption = caption_of(view, drawn);
    parts.cannot =
        "It cannot show lags shorter than the time between two runs: a video is asked for once or twice a "
        "day. A creation time decoded from the id can be seconds, rarely days, too early. It says nothing of "
        "videos that were added to the list late.";
    parts.table = table_of(curve);
    parts.image = part_image(view.part.list, list_part::lag, {});
    return parts;
}

std::string lag_figure(lag_view const& view) {
    auto const parts = lag_parts(view);
    return parts ? render_figure(*parts) : std::string{};
}

std::string render_lag(lag_view const& view) {
    fields page;
    auto const& curve = view.lag.curve;
    page.set("figure", lag_figure(view));
    page.set("counted", view.lag.items > 0);
    page.set("has_curve", !curve.steps.empty());
    page.set("items", count_of(view.lag.items, "video", "videos"));
    page.set("subjects", grouped(curve.subjects));
    page.set("retrieved", grouped(curve.subjects - waiting(view)));
    page.set("waiting", grouped(waiting(view)));
    page.set("already_there", grouped(view.lag.already_there));
    page.set("median", curve.median ? hours_in_words(*curve.median) : std::string{"not reached"});
    page.set("settle", hours_in_words(static_cast<double>(view.settle.count())));
    auto const by_settle = share_by(curve, static_cast<double>(view.settle.count()));
    page.set("by_settle", by_settle.empty() ? std::string{"none yet"} : by_settle);
    page.set("soon", hours_in_words(static_cast<double>(soon_enough.count())));
    page.set("longest", std::to_string(longest_lag.count()));
    auto const api = "/api/v1/lists/" + url_encoded(view.part.list.slug) + "/lag";
    page.set("json", api);
    page.set("csv", api + ".csv");
    page_head head{.newest = view.newest};
    return lay_out_part(view.part, list_part::lag, head, lag_sentence(view), fill("lag", page));
}

}  // namespace lacuna::pages
