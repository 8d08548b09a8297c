#include "daemon/commands/command_line.hpp"

#include "daemon/commands/commands.hpp"
#include "daemon/commands/doctor_findings.hpp"
#include "daemon/commands/run_to_end.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/telemetry/log.hpp"

#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <functional>

namespace lacuna {
namespace {

constexpr int fault_of_ours = 1;
constexpr int bad_input_given = 2;

using command = std::function<boost::asio::awaitable<int>(context&)>;

void add_watchlist_options(CLI::App& app, import_order& order) {
    app.add_option("--list", order.slug, "Slug of the list; it is made where there is none")
        ->type_name("SLUG");
    app.add_option("--title", order.title, "Title of a new list");
    app.add_option("--selection", order.how, "How a new list's items were chosen")
        ->check(CLI::IsMember({"random", "census", "convenience", "chosen_for_being_missing"}));
    app.add_flag("--private", order.is_private, "A new list is not public");
}

void add_import(CLI::App& app, command& chosen) {
    auto const order = std::make_shared<import_order>();
    auto* const verb = app.add_subcommand("import",
                                          "Add the items of a file to a list: CSV with a header, or one id "
                                          "or URL a line; or of a person's TikTok "
                                          "export, unpacked (JSON or text, a file or the folder): only the "
                                          "video ids are kept, on a private list");
    verb->add_option("FILE", order->file)->required()->check(CLI::ExistingPath);
    add_watchlist_options(*verb, *order);
    verb->add_flag("--ai-forensics", order->ai_forensics,
                   "FILE is a series date,video_id,state: the history of an imported list");
    verb->callback(
        [order, &chosen] { chosen = [order](context& use) { return import_items(use, *order); }; });
}

void add_export(CLI::App& app, command& chosen) {
    auto const order = std::make_shared<export_order>();
    auto* const verb = app.add_subcommand("export", "Write stored data as CSV to standard output");
    verb->require_subcommand(1);
    auto* const verdicts =
        verb->add_subcommand("verdicts", "day,platform,video_id,verdict,reason,rule_version");
    verdicts->add_option("--list", order->slug)->required()->type_name("SLUG");
    auto* const day = verdicts->add_option_function<std::string>(
        "--day", [order](std::string const& only) { order->from = order->to = only; }, "One day, YYYY-MM-DD");
    day->type_name("DAY");
    verdicts->add_option("--from", order->from, "First day")->type_name("DAY")->excludes(day);
    verdicts->add_option("--to", order->to, "Last day")->type_name("DAY")->excludes(day);
    verdicts->callback(
        [order, &chosen] { chosen = [order](context& use) { return export_verdicts_csv(use, *order); }; });
}

void add_keys(CLI::App& app, command& chosen) {
    auto* const verb = app.add_subcommand("key", "Keys for the REST interface");
    verb->require_subcommand(1);
    auto const name = std::make_shared<std::string>();
    auto const scopes = std::make_shared<std::vector<std::string>>(std::vector<std::string>{"write"});
    auto* const create = verb->add_subcommand("create", "Make a key and print it, for the only time");
    create->add_option("NAME", *name)->required();
    create->add_option("--scope", *scopes, "write, read (private lists), evidence (stored bodies)")
        ->delimiter(',')
        ->check(CLI::IsMember({"write", "read", "evidence"}));
    create->callback(
        [=, &chosen] { chosen = [=](context& use) { return create_key(use, *name, *scopes); }; });
    verb->add_subcommand("list", "Names, scopes and last use")->callback([&chosen] { chosen = list_keys; });
    auto* const revoke = verb->add_subcommand("revoke", "Make a key worthless");
    revoke->add_option("NAME", *name)->required();
    revoke->callback([=, &chosen] { chosen = [=](context& use) { return revoke_key(use, *name); }; });
}

void add_rejudge(CLI::App& app, command& chosen) {
    auto const order = std::make_shared<rejudge_order>();
    auto* const verb = app.add_subcommand(
        "rejudge", "Judge stored observations again by today's rules; earlier verdicts are kept");
    verb->add_option("--from", order->from, "First day, YYYY-MM-DD; to the last that was judged")
        ->required()
        ->type_name("DAY");
    verb->add_option("--words", order->words, "What is new in the rules, for the method page")
        ->type_name("TEXT");
    verb->callback([order, &chosen] { chosen = [order](context& use) { return rejudge(use, *order); }; });
}

void add_rehearse(CLI::App& app, command& chosen) {
    auto const order = std::make_shared<rehearsal_order>();
    auto const items = std::make_shared<import_order>();
    auto* const verb = app.add_subcommand(
        "rehearse", "Audit the simulated platform, a day after the other in accelerated time");
    verb->add_option("--days", order->days, "How many days, at most")
        ->check(CLI::Range(1, 3660))
        ->capture_default_str();
    verb->add_option("--until", order->until, "The last day; today if not given")->type_name("DAY");
    auto* const file =
        verb->add_option("--watchlist", items->file, "A file to import on the first rehearsed day");
    file->check(CLI::ExistingFile);
    add_watchlist_options(*verb, *items);
    verb->callback([=, &chosen] {
        if (file->count() > 0) order->watchlist = *items;
        chosen = [order](context& use) { return rehearse(use, *order); };
    });
}

std::string_view level_of(log_config::threshold level) {
    switch (level) {
        case log_config::threshold::debug: return "debug";
        case log_config::threshold::info: return "info";
        case log_config::threshold::warning: return "warning";
        case log_config::threshold::error: return "error";
    }
    return "info";
}

/// The doctor says it where and as it says everything.
void say_refused(std::vector<bad_config> const& problems, bool to_doctor) {
    if (to_doctor) {
        for (auto const& one : judge_refused(problems)) std::fputs(lines_of(one).c_str(), stdout);
        return;
    }
    for (auto const& wrong : problems) std::fprintf(stderr, "%s\n", to_string(wrong).c_str());
}

int carry_out(config const& settings, command const& chosen) {
    set_up_log(settings.log.format == log_config::form::json ? log_form::json : log_form::text,
               level_of(settings.log.level));
    for (auto const& warning : settings.warnings) spdlog::warn("{}", to_string(warning));
    boost::asio::io_context events{1};  // One thread runs every coroutine; only the database has others.
    database db{settings.database.url, static_cast<std::size_t>(settings.database.connections)};
    context use{settings, events, db};
    return run_to_end(events, chosen(use));
}

}  // namespace

int command_line(int count, char const* const* words) {
    CLI::App app{
        "Lacuna audits whether a platform's research API returns what the platform shows the public."};
    app.set_version_flag("--version", "lacuna " LACUNA_VERSION);
    app.require_subcommand(1);
    std::string config_file;
    app.add_option("--config", config_file, "The configuration, a TOML file")->required()->type_name("FILE");

    command chosen;
    app.add_subcommand("serve", "Serve the pages and audit every day")->callback([&] { chosen = serve; });
    app.add_subcommand("run", "One whole run now; again on the same day: what is still due")->callback([&] {
        chosen = run_once;
    });
    app.add_subcommand("plan", "What a day's run would cost")->callback([&] { chosen = show_plan; });
    app.add_subcommand("migrate", "Bring the database's schema up to date")->callback([&] {
        chosen = migrate;
    });
    auto* const examine =
        app.add_subcommand("doctor", "Look at everything an audit stands on, and say what to do");
    examine->callback([&] { chosen = doctor; });
    add_import(app, chosen);
    add_export(app, chosen);
    add_keys(app, chosen);
    add_rejudge(app, chosen);
    add_rehearse(app, chosen);
    try {
        app.parse(count, words);
    } catch (CLI::ParseError const& wrong) {
        return app.exit(wrong) == 0 ? 0 : bad_input_given;
    }

    auto const settings = read_config_file(config_file);
    if (!settings) {
        say_refused(settings.error(), examine->parsed());
        return bad_input_given;
    }
    try {
        return carry_out(*settings, chosen);
    } catch (wrong_database const& wrong) {
        std::fprintf(stderr, "lacuna: %s\n", wrong.what());
    } catch (std::exception const& fault) {
        spdlog::critical("ended by a fault: {}", fault.what());
    }
    return fault_of_ours;
}

}  // namespace lacuna
