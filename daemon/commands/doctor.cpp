#include "daemon/commands/commands.hpp"
#include "daemon/commands/dated_port.hpp"
#include "daemon/commands/doctor_findings.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/time/system_time.hpp"
#include "probes/http_client.hpp"
#include "probes/tiktok/research_probe.hpp"

#include "embedded/sql.hpp"

#include <sys/statvfs.h>

#include <cstdio>
#include <filesystem>
#include <utility>

namespace lacuna {
namespace {

namespace asio = boost::asio;

/// What was found so far; each line is printed at once, for an endpoint that does not answer takes its time.
class report {
public:
    void tell(finding one) {
        std::fputs(lines_of(one).c_str(), stdout);
        std::fflush(stdout);
        all_.push_back(std::move(one));
    }
    void tell(std::vector<finding> several) {
        for (auto& one : several) tell(std::move(one));
    }
    [[nodiscard]] int exit_status() const { return exit_status_of(all_); }

private:
    std::vector<finding> all_{};
};

finding fault(std::string subject, std::string says, std::string to_do) {
    return {finding::health::fault, std::move(subject), std::move(says), std::move(to_do)};
}

/// Where the database's files are, as far as that can be told: an ordinary role is not shown it.
std::optional<disk_facts> look_at_disk(server_facts const& server) {
    if (!server.on_this_machine) return std::nullopt;
    std::error_code unknown;
    std::string folder = server.data_directory;
    if (folder.empty() && std::filesystem::exists("/var/lib/postgresql", unknown))
        folder = "/var/lib/postgresql";
    struct statvfs facts {};
    if (folder.empty() || ::statvfs(folder.c_str(), &facts) != 0) return std::nullopt;
    auto const bytes = [&facts](fsblkcnt_t blocks) {
        return static_cast<std::int64_t>(blocks * facts.f_frsize);
    };
    return disk_facts{
        .folder = folder, .free_bytes = bytes(facts.f_bavail), .all_bytes = bytes(facts.f_blocks)};
}

/// Also true while the schema is behind, but then nothing in it is read.
asio::awaitable<bool> schema_is_readable(database& db, report& into) {
    try {
        auto const pending = co_await pending_migrations(db, embedded::sql());
        into.tell(judge_schema(pending));
        co_return pending == 0;
    } catch (wrong_database const& wrong) {
        into.tell(fault("schema", wrong.what(), "see above"));
        co_return false;
    }
}

asio::awaitable<void> examine_content(context& use, server_facts server, content_facts content,
                                      report& into) {
    system_time const clock;
    into.tell(judge_installation(content, use.settings.simulated()));
    into.tell(judge_partitions(content, server, day_of(clock.now())));
    run_reader runs{use.db};
    auto const newest = co_await runs.runs(std::nullopt, 1, audience::key_holder);
    auto const valid = co_await runs.last_valid(audience::key_holder);
    into.tell(
        judge_last_run(newest.empty() ? std::nullopt : std::optional{newest.front()}, valid, clock.now()));
}

/// @return what the later steps need of it; none where nothing of it can be read.
asio::awaitable<std::optional<content_facts>> examine_database(context& use, report& into) {
    std::optional<content_facts> content;
    try {
        auto const server = co_await look_at_server(use.db);
        into.tell(judge_server(server, use.settings.database.connections));
        bool const readable = co_await schema_is_readable(use.db, into);
        if (readable) {
            content = co_await look_at_content(use.db, day_of(system_time{}.now()));
            auto examining = examine_content(use, server, *content, into);
            co_await std::move(examining);
        }
        into.tell(judge_disk(look_at_disk(server), content ? content->items : 0));
    } catch (database_away const& away) {
        into.tell(fault("database", std::string{"cannot be reached: "} + away.what(),
                        "start PostgreSQL, or correct [database] url"));
    } catch (pqxx::failure const& wrong) {
        into.tell(fault("database", std::string{"cannot be read: "} + wrong.what(),
                        "give this role the rights to it; it should be the database's owner"));
    }
    co_return content;
}

http_address patient_for_a_moment(http_address address) {
    address.total_limit = std::chrono::seconds{20};
    return address;
}

/// @return how far our clock is ahead, if it told.
asio::awaitable<std::optional<std::chrono::milliseconds>> examine_credentials(context& use, report& into) {
    auto const& research = use.settings.tiktok.research;
    system_time clock;
    http_client client{use.events.get_executor(), patient_for_a_moment(research.address)};
    dated_port dated{client, clock};
    for (auto const& vantage : research.vantages) {
        tiktok::credentials const secret{vantage.client_key.reveal(), vantage.client_secret.reveal()};
        tiktok::research_probe probe{
            dated, secret, [&clock] { return std::chrono::floor<std::chrono::seconds>(clock.now()); }};
        auto const failure = co_await probe.ensure_token();
        into.tell(judge_credential(vantage.name, failure));
    }
    co_return dated.ahead();
}

asio::awaitable<std::optional<std::chrono::milliseconds>> examine_presence(
    context& use, std::vector<std::int64_t> known_live, report& into) {
    constexpr std::int64_t invented = std::int64_t{1'600'000'003} << 32 | 0x5ca1ab1e;
    system_time clock;
    http_client client{use.events.get_executor(), patient_for_a_moment(use.settings.tiktok.oembed.address)};
    dated_port dated{client, clock};
    tiktok::oembed_probe probe{dated};
    presence_answers said;
    said.invented = co_await probe.look(invented);
    for (auto const id : known_live) {
        auto const reading = co_await probe.look(id);
        said.live.push_back(reading);
        if (said.live.back().is == tiktok::presence_reading::state::is_public) break;
    }
    into.tell(judge_presence(said));
    co_return dated.ahead();
}

}  // namespace

asio::awaitable<int> doctor(context& use) {
    report all;
    all.tell(judge_config(use.settings));
    auto examining = examine_database(use, all);
    auto const content = co_await std::move(examining);
    std::optional<std::chrono::milliseconds> ahead;
    if (!use.settings.tiktok.research.vantages.empty()) {
        auto asking = examine_credentials(use, all);
        ahead = co_await std::move(asking);
    }
    if (use.settings.tiktok.oembed.enabled) {
        auto asking = examine_presence(use, content ? content->known_live : std::vector<std::int64_t>{}, all);
        auto const by_presence = co_await std::move(asking);
        if (!ahead) ahead = by_presence;
    }
    // A simulated platform has a calendar of its own.
    if (!use.settings.simulated()) all.tell(judge_clock(ahead));
    co_return all.exit_status();
}

}  // namespace lacuna
