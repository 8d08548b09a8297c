#include "daemon/pages/about/data_tables.hpp"

#include "daemon/verdict/verdict.hpp"

#include <iterator>

namespace lacuna::pages {
namespace {

constexpr std::string_view text = "string", whole = "integer", real = "number", truth = "boolean",
                           day = "date", instant = "datetime";

data_table lists() {
    return {.name = "lists",
            .title = "Lists",
            .words = "What is watched, and the question behind each list.",
            .path = "/api/v1/lists",
            .columns = {{"slug", text, "Name in addresses"},
                        {"title", text, "Name for readers"},
                        {"question", text, "What the list is to answer"},
                        {"selection", text,
                         "How its videos were chosen: random, census, convenience, chosen_for_being_missing"},
                        {"public", truth, "Shown to everybody"},
                        {"imported", truth, "Somebody else’s series, shown as published"},
                        {"origin", text, "Who published an imported series"},
                        {"created_at", instant, "When the list was made"},
                        {"archived", truth, "No longer asked for"},
                        {"items", whole, "Videos on it that are not archived"}},
            .primary_key = {"slug"}};
}

data_table events(std::string_view path) {
    return {.name = "events",
            .title = "Events",
            .words = "What changed: opened on the day that shows it, confirmed when sure, closed when over.",
            .path = path,
            .columns = {{"event", whole, "Number"},
                        {"kind", text, "What kind of change; the method page defines each"},
                        {"state", text, "open (not confirmed yet), confirmed, closed or withdrawn"},
                        {"day", day, "The day that shows it"},
                        {"confirmed_on", day, "The day that made it sure"},
                        {"closed_on", day, "The day on which it was over"},
                        {"closed_why", text, "Why, in one word"},
                        {"opened_at", instant, "When it was written down"},
                        {"updated_at", instant, "When it last changed"},
                        {"platform", text, "Always tiktok so far"},
                        {"list", text, "Slug of the list that it is about"},
                        {"video_id", text, "The platform’s id of the video that it is about"},
                        {"creator", text, "Of whom nothing is returned any more"},
                        {"vantage", text, "The credential or network place concerned"},
                        {"field", text, "The field of the API’s answers concerned"},
                        {"aspect", text, "Which of several: an arm, a fall or a rise, how a field changed"},
                        {"imported", truth, "Found in somebody else’s series"},
                        {"run", whole, "The run that opened it"},
                        {"rule_version", whole, "Rules in force; 0 for imported series"},
                        {"details", text, "Its numbers, a JSON object"},
                        {"words", text, "The same as a sentence"}},
            .primary_key = {"event"}};
}

data_table runs() {
    return {.name = "runs",
            .title = "Runs",
            .words = "Every daily pass over the watched videos, by both arms.",
            .path = "/api/v1/runs",
            .columns = {{"run", whole, "Number"},
                        {"day", day, "The day that it audited"},
                        {"started_at", instant, "Beginning"},
                        {"ended_at", instant, "End; empty while it runs"},
                        {"api_arm", text, "valid, void or off"},
                        {"presence_arm", text, "valid, void or off"},
                        {"void_reason", text, "Why an arm is void"},
                        {"due", whole, "Videos due"},
                        {"measured", whole, "Of these, measured"},
                        {"calls", whole, "Calls to the API"},
                        {"calls_failed", whole, "Of these, failed"},
                        {"presence_readings", whole, "Public pages read"},
                        {"calls_contradicted", whole, "Calls that later ones contradicted"},
                        {"items_dropped", whole, "Videos that these had left out"}},
            .primary_key = {"run"}};
}

data_table scope_rules() {
    return {
        .name = "scope-rules",
        .title = "Documented scope",
        .words = "What the platform’s documentation says that its API leaves out.",
        .path = "/api/v1/scope-rules",
        .columns = {{"slug", text, "Name in addresses"},
                    {"platform", text, "Whose documentation"},
                    {"evidence", text, "What has to be known of a video: region, creator_age, visibility"},
                    {"values", text, "For which values it excludes, separated by blanks"},
                    {"applied", truth, "Whether it decides anything"},
                    {"valid_from", day, "First day; empty: not known"},
                    {"valid_to", day, "The day after the last; empty: still in force"},
                    {"archived", truth, "Taken back as a mistake"},
                    {"words", text, "What the documentation says"},
                    {"source", text, "Where it says so"},
                    {"created_at", instant, "When it was written down"},
                    {"edits", whole, "How often it was changed since"}},
        .primary_key = {"slug"}};
}

data_table days_of_list() {
    data_table table{
        .name = "days",
        .title = "Days",
        .words =
            "The rate and the counts of the list, a row a day. Counts of verdicts are of all videos, those "
            "in the rate and those beside it.",
        .path = "/api/v1/lists/{}/completeness",
        .columns =
            {{"day", day, "Day, UTC"},
             {"void", truth, "The day’s run is void and counted in nothing"},
             {"completeness", real,
              "Share retrievable of the videos that count; empty: no rate that day, or never one of this "
              "list"},
             {"low", real, "Lower end of the 95 % interval"},
             {"high", real, "Upper end of the 95 % interval"},
             {"range_low", real, "The share if all that are open were missing"},
             {"range_high", real, "The share if none that are open were missing"},
             {"first_ask", real, "Share returned the first time it was asked for in an ordinary batch"},
             {"coverage", real, "Share judged of the public, in-scope, settled videos"},
             {"counting_retrievable", whole, "Videos that count and were retrievable"},
             {"counting_missing", whole, "Videos that count and were missing"},
             {"open", whole, "Videos that would count, unconfirmed or not measured"},
             {"creators", whole, "Known creators among the videos that count"}},
        .primary_key = {"day"}};
    for (auto const& word : verdict_words())
        table.columns.push_back({word.name, whole, "Videos: " + std::string{word.words}});
    table.columns.push_back({"rule_version", whole, "Rules in force for the day; 0 for imported series"});
    return table;
}

data_table verdicts_of_list() {
    return {.name = "verdicts",
            .title = "Verdicts",
            .words = "One row a video and day: all that the rates are made of.",
            .path = "/api/v1/lists/{}/verdicts",
            .columns = {{"day", day, "Day, UTC"},
                        {"platform", text, "Always tiktok so far"},
                        {"video_id", text, "The platform’s id; text, since it exceeds what a double holds"},
                        {"verdict", text, "What was found; the method page defines each"},
                        {"reason", text, "Why, where the verdict alone does not say it"},
                        {"rule_version", whole, "Rules in force for the day; 0 for imported series"}},
            .primary_key = {"day", "platform", "video_id"},
            .has_json = false};
}

data_table items_of_list() {
    return {.name = "videos",
            .title = "Videos",
            .words = "The videos of the list, each with its newest verdict.",
            .path = "/api/v1/items",
            .columns = {{"platform", text, "Always tiktok so far"},
                        {"video_id", text, "The platform’s id"},
                        {"username", text, "The creator’s name, where known"},
                        {"region", text, "Where known, from another source than the audited API"},
                        {"created_at", instant, "Creation time, where known"},
                        {"added_at", instant, "Watched since"},
                        {"archived", truth, "No longer asked for"},
                        {"day", day, "Of the newest verdict"},
                        {"verdict", text, "The newest verdict"},
                        {"reason", text, "Why, where the verdict alone does not say it"},
                        {"grade", text, "How an absence was confirmed"},
                        {"lists", text, "Slugs of its lists, separated by blanks"},
                        {"note", text, "As noted by whoever added it"}},
            .primary_key = {"platform", "video_id"}};
}

data_table creators_of_list() {
    return {.name = "creators",
            .title = "Creators",
            .words = "How many of each creator’s videos were returned on the newest day.",
            .path = "/api/v1/lists/{}/creators",
            .columns = {{"day", day, "Day, UTC"},
                        {"creator", text, "Name"},
                        {"counting", whole, "Videos that count"},
                        {"returned", whole, "Of these, retrievable"},
                        {"none", truth, "At least five count and none was returned"}},
            .primary_key = {"day", "creator"}};
}

data_table lag_of_list() {
    return {.name = "lag",
            .title = "Lag",
            .words =
                "From creation to the first day that returned a video: Kaplan and Meier’s estimate. Empty "
                "for a list that may have no rate.",
            .path = "/api/v1/lists/{}/lag",
            .columns = {{"hours", real, "Since creation"},
                        {"at_risk", whole, "Videos not returned until then"},
                        {"retrieved", whole, "Returned at that age"},
                        {"share", real, "Estimated share returned by then"},
                        {"low", real, "Lower end of the 95 % interval"},
                        {"high", real, "Upper end of the 95 % interval"}},
            .primary_key = {"hours"}};
}

data_table strata_of_list() {
    data_table table{.name = "strata",
                     .title = "Strata",
                     .words = "How the list divides by region and year of creation, on the newest sound day.",
                     .path = "/api/v1/lists/{}/strata",
                     .columns = {{"stratum", text, "all, scope:in, a region or a year"},
                                 {"day", day, "Day, UTC"},
                                 {"void", truth, "The day’s run is void and counted in nothing"},
                                 {"completeness", real, "Share retrievable of the videos that count"},
                                 {"low", real, "Lower end of the 95 % interval"},
                                 {"high", real, "Upper end of the 95 % interval"},
                                 {"counting", whole, "Videos that count"},
                                 {"returned", whole, "Of these, retrievable"},
                                 {"open", whole, "Videos that would count, unconfirmed or not measured"},
                                 {"coverage", real, "Share judged of the public, in-scope, settled videos"}},
                     .primary_key = {"stratum"}};
    for (auto const& word : verdict_words())
        table.columns.push_back({word.name, whole, "Videos: " + std::string{word.words}});
    return table;
}

data_table fields_of_list() {
    return {.name = "fields",
            .title = "Fields",
            .words = "Counts and fields of the returned videos on the newest day.",
            .path = "/api/v1/lists/{}/metadata",
            .columns = {{"day", day, "Day, UTC"},
                        {"over", text, "list: its returned videos; all: those of all public lists"},
                        {"field", text, "Name of the count or field"},
                        {"type", text, "Of most that have it"},
                        {"items", whole, "Returned videos"},
                        {"present", whole, "Of these, with it"},
                        {"share", real, "present of items"},
                        {"compared", whole, "With the count on one of the 14 days before as well"},
                        {"fell", whole, "Of these, below the highest of those days"},
                        {"pairs", whole, "With a count of both arms"},
                        {"median_ratio", real, "The API’s count to the public one"},
                        {"near_one", whole, "Of the pairs, those within a tenth of each other"}},
            .primary_key = {"day", "over", "field"}};
}

}  // namespace

std::vector<data_table> const& tables_of_all() {
    static std::vector<data_table> const all{lists(), events("/api/v1/events"), runs(), scope_rules()};
    return all;
}

std::vector<data_table> const& tables_of_list() {
    static std::vector<data_table> const all{days_of_list(),     verdicts_of_list(),      items_of_list(),
                                             creators_of_list(), lag_of_list(),           strata_of_list(),
                                             fields_of_list(),   events("/api/v1/events")};
    return all;
}

}  // namespace lacuna::pages
