#include "tests/simulated_platform/scenario.hpp"

#include "tests/simulated_platform/strict_json.hpp"

#include <rapidjson/error/en.h>

#include <fstream>
#include <sstream>

namespace lacuna::simulated {
namespace {

constexpr auto one = std::numeric_limits<std::int64_t>::max() / 1'000'000;

std::vector<std::string_view> const change_words{"delete_daily", "private_daily", "hide",
                                                 "withhold",     "give_back",     "flicker"};
std::vector<std::string_view> const fault_words{
    "corrupted_batches", "dropped_items",      "short_pages",   "empty_pages",    "duplicate_rows",
    "without_data",      "search_id_rejected", "silent_zero",   "error_500",      "html_504",
    "undecodable",       "rate_limit",         "expire_tokens", "token_error",    "slow",
    "drop_connection",   "oembed_shell",       "oembed_block",  "oembed_timeout", "field_vanishes",
    "field_appears",     "field_becomes_text", "lost_rows"};

rapidjson::Document parsed(std::string_view json) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseCommentsFlag>(json.data(), json.size());
    if (document.HasParseError()) {
        throw bad_scenario{"not JSON at byte " + std::to_string(document.GetErrorOffset()) + ": " +
                           rapidjson::GetParseError_En(document.GetParseError())};
    }
    return document;
}

change read_change(strict_object& from) {
    change it;
    auto const what = from.choice("kind", change_words, change_words.size());
    if (what == change_words.size()) from.refuse("kind", "which kind of change this is");
    it.what = static_cast<change::kind>(what);
    it.how = static_cast<change::pattern>(from.choice("pattern", {"spread", "creators", "contiguous"}, 0));
    it.where = static_cast<change::arm>(from.choice("arm", {"api", "presence"}, 0));
    from.instant("from", it.from);
    from.instant("to", it.to);
    from.share("share", it.share);
    from.share("period_start", it.period_start);
    from.share("period_share", it.period_share);
    from.instant("return_at", it.return_at);
    from.share("return_share", it.return_share);
    bool const daily = it.what == change::kind::delete_daily || it.what == change::kind::private_daily;
    if (daily && it.from == always) from.refuse("from", "when it begins");
    if (it.share == 0) from.refuse("share", "a share above 0");
    return it;
}

fault read_fault(strict_object& from) {
    fault it;
    auto const what = from.choice("kind", fault_words, fault_words.size());
    if (what == fault_words.size()) from.refuse("kind", "which kind of fault this is");
    it.what = static_cast<fault::kind>(what);
    from.share("probability", it.probability);
    from.instant("from", it.from);
    from.instant("to", it.to);
    from.instant("dates_from", it.dates_from);
    from.instant("dates_to", it.dates_to);
    bool const of_oembed = it.what >= fault::kind::oembed_shell && it.what <= fault::kind::oembed_timeout;
    std::vector<std::string_view> const endpoints{"research", "video_query", "user_info",
                                                  "oembed",   "token",       "any"};
    it.endpoint = endpoints[from.choice("endpoint", endpoints,
                                        it.what == fault::kind::token_error ? 4U : (of_oembed ? 3U : 0U))];
    from.text("client", it.client);
    from.share("item_drop", it.item_drop);
    it.needs_not_public = from.choice("needs", {"not_public", "nothing"}, 0) == 0;
    std::int64_t milliseconds = it.duration.count();
    from.integer("milliseconds", milliseconds, 0, 3'600'000);
    it.duration = std::chrono::milliseconds{milliseconds};
    from.integer("after_call", it.after_call, 0, one);
    from.text("route", it.route);
    std::vector<std::string_view> const answers{"bad_request", "forbidden", "login_page"};
    it.answer = answers[from.choice("answer", answers, 0)];
    from.text("field", it.field);
    bool const of_field =
        it.what >= fault::kind::field_vanishes && it.what <= fault::kind::field_becomes_text;
    if (of_field && it.field.empty()) from.refuse("field", "the name of a field");
    return it;
}

void read_population(strict_object& from, scenario& it) {
    from.integer("items", it.items, 0, 10'000'000);
    from.integer("creators", it.creators, 1, 10'000'000);
    from.instant("created_from", it.created_from);
    from.instant("created_to", it.created_to);
    from.numbers("regions", it.regions);
    std::string file;
    from.text("ids_from", file);
    it.ids_from = file;
    from.object("posted_late", [&](strict_object& late) {
        late.share("share", it.posted_late_share);
        late.integer("days", it.posted_late_days, 1, 3650);
    });
    from.object("recent", [&](strict_object& recent) {
        recent.share("share", it.recent_share);
        recent.integer("days", it.recent_days, 1, 3650);
    });
    if (it.created_from >= it.created_to) from.refuse("created_from", "a time before created_to");
}

void read_states(strict_object& from, scenario& it) {
    from.share("deleted", it.deleted);
    from.share("private", it.is_private);
    from.share("withheld", it.withheld);
    from.share("creators_withheld", it.creators_withheld);
    from.boolean("canada_excluded", it.canada_excluded);
    from.share("oembed_shell", it.oembed_shell);
    from.share("lingering", it.lingering);
    from.share("renamed", it.renamed);
    from.share("nul_text", it.nul_text);
    std::int64_t least = 0;
    from.integer("least_lag_hours", least, 0, 10'000);
    std::int64_t most = least;
    from.integer("most_lag_hours", most, least, 10'000);
    it.least_lag = std::chrono::hours{least};
    it.most_lag = std::chrono::hours{most};
    if (it.deleted + it.is_private > 1) from.refuse("deleted", "together with private at most 1");
}

void read_limits(strict_object& from, scenario& it) {
    from.integer("daily_calls", it.daily_calls, 0, one);
    std::int64_t life = it.token_life.count();
    from.integer("token_seconds", life, 1, 1'000'000);
    it.token_life = std::chrono::seconds{life};
    it.end_date_inclusive = from.choice("end_date", {"inclusive", "exclusive"}, 0) == 0;
    from.integer("in_values", it.in_values, 1, 100'000);
    std::int64_t status = it.token_error_status;
    from.integer("token_error_status", status, 200, 499);
    it.token_error_status = static_cast<unsigned>(status);
}

client read_client(strict_object& from, std::int64_t daily_calls) {
    client it{.daily_calls = daily_calls};
    from.text("key", it.key);
    from.text("secret", it.secret);
    from.integer("daily_calls", it.daily_calls, 0, one);
    if (it.key.empty() || it.secret.empty()) from.refuse("key", "a key and a secret");
    return it;
}

}  // namespace

scenario read_scenario(std::string_view json, sys_days end_day) {
    auto const document = parsed(json);
    strict_object from{document, "", end_day};
    scenario it;
    it.created_from = sys_seconds{end_day} - std::chrono::days{1500};
    it.created_to = sys_seconds{end_day} - std::chrono::days{10};
    it.regions = {{"US", 3}, {"GB", 1}, {"DE", 1}, {"FR", 1}, {"BR", 1}, {"ID", 1}};
    std::string about;
    from.text("about", about);
    std::int64_t seed = 1;
    from.integer("seed", seed, 0, std::numeric_limits<std::int64_t>::max());
    it.seed = static_cast<std::uint64_t>(seed);
    from.object("clock", [&](strict_object& clock) {
        sys_seconds start{};
        if (clock.has("start")) {
            clock.instant("start", start);
            it.clock_start = start;
        }
        clock.boolean("runs", it.clock_runs);
    });
    from.object("population", [&](strict_object& inner) { read_population(inner, it); });
    from.object("states", [&](strict_object& inner) { read_states(inner, it); });
    from.object("limits", [&](strict_object& inner) { read_limits(inner, it); });
    from.array("changes", [&](strict_object& inner) { it.changes.push_back(read_change(inner)); });
    from.array("faults", [&](strict_object& inner) { it.faults.push_back(read_fault(inner)); });
    from.array("clients",
               [&](strict_object& inner) { it.clients.push_back(read_client(inner, it.daily_calls)); });
    from.refuse_the_rest();
    if (it.changes.size() > 32) throw bad_scenario{"changes: expected at most 32"};
    return it;
}

scenario read_scenario_file(std::filesystem::path const& file, sys_days end_day) {
    std::ifstream stream{file};
    if (!stream) throw bad_scenario{file.string() + ": cannot be read"};
    std::stringstream text;
    text << stream.rdbuf();
    try {
        auto it = read_scenario(text.str(), end_day);
        if (it.ids_from.is_relative() && !it.ids_from.empty()) it.ids_from = file.parent_path() / it.ids_from;
        return it;
    } catch (bad_scenario const& wrong) {
        throw bad_scenario{file.string() + ": " + wrong.what()};
    }
}

std::vector<fault> read_faults(std::string_view json, sys_days end_day) {
    auto const document = parsed("{\"faults\":" + std::string{json} + "}");
    strict_object from{document, "", end_day};
    std::vector<fault> faults;
    from.array("faults", [&](strict_object& inner) { faults.push_back(read_fault(inner)); });
    from.refuse_the_rest();
    return faults;
}

}  // namespace lacuna::simulated
