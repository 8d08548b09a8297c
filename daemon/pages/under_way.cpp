#include "daemon/pages/under_way.hpp"

#include "daemon/api/progress_stream.hpp"
#include "daemon/charts/counts.hpp"
#include "daemon/pages/static_files.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"
#include "daemon/store/run_evidence.hpp"

namespace lacuna::pages {

void keep_shortly(api::response& answer) { answer.headers.emplace_back("Cache-Control", "max-age=1"); }

boost::asio::awaitable<std::optional<under_way>> find_under_way(page_sources from, audience who) {
    auto const* desk = from.rest.desk;
    if (desk == nullptr || who.as_of || !desk->progress()) co_return std::nullopt;
    auto const progress = *desk->progress();
    under_way found{.run = progress.run, .day = progress.day, .now = from.clock.now(), .progress = progress};
    found.all_numbers = who.sees_all();
    if (!found.all_numbers) {
        run_evidence reader{from.db};
        bool const hiding = co_await reader.hides_items();
        found.all_numbers = !hiding;
    }
    co_return found;
}

std::string render_under_way(under_way const& told, std::string const& refresh) {
    using charts::grouped;
    auto const number = std::to_string(static_cast<std::int32_t>(told.run));
    fields part;
    part.set("number", number);
    part.set("href", "/runs/" + number);
    part.set("source", "/api/v1/runs/" + number + "/progress");
    part.set("day", to_words(told.day));
    part.set("refresh", refresh);
    part.set("time", to_rfc3339(told.now));
    part.set("as_of", to_words(day_of(told.now)) + ", " + to_rfc3339(told.now).substr(11, 8) + " UTC");
    part.set("script", static_address("progress.js"));
    part.set("ours", told.progress.has_value());
    if (told.progress) {
        auto const& progress = *told.progress;
        part.set("words", std::string{api::phase_words(progress.phase)});
        part.set("percent_read", std::to_string(api::percent_of(progress.items_read, progress.items_due)));
        part.set("percent_measured",
                 std::to_string(api::percent_of(progress.items_measured, progress.items_due)));
        part.set("items_due", grouped(progress.items_due));
        part.set("items_read", grouped(progress.items_read));
        part.set("items_measured", grouped(progress.items_measured));
        part.set("calls", grouped(progress.calls));
        part.set("calls_expected", grouped(progress.calls_expected));
        part.set("has_expected", progress.calls_expected > 0);
        part.set("quota_left", grouped(progress.quota_left));
    }
    part.set("all_numbers", told.progress && told.all_numbers);
    return fill("under_way", part);
}

}  // namespace lacuna::pages
