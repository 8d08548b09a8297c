#include "daemon/commands/doctor_findings.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using health = finding::health;
using Catch::Matchers::Contains;

namespace {

server_facts sound_server() {
    return {.version = 150'018,
            .settings = {{"fsync", "on"},
                         {"full_page_writes", "on"},
                         {"synchronous_commit", "on"},
                         {"data_checksums", "on"},
                         {"autovacuum", "on"},
                         {"track_counts", "on"},
                         {"default_transaction_read_only", "off"}},
            .encoding = "UTF8",
            .may_create = true,
            .connections_most = 97,
            .connections_used = 5,
            .on_this_machine = true};
}

/// The worst of several, and that each of them that is not well says what to do.
health worst(std::vector<finding> const& all) {
    auto is = health::ok;
    for (auto const& one : all) {
        CHECK((one.is == health::ok) == one.to_do.empty());
        is = std::max(is, one.is);
    }
    return is;
}
health worst(finding const& one) { return worst(std::vector{one}); }

run_summary run_that_ended(std::optional<utc_time> when, char const* arm) {
    return {.day = *read_day("2026-11-20"),
            .ended_at = when,
            .api_arm = arm,
            .void_reason = "too many unmeasured"};
}

tiktok::presence_reading reading(tiktok::presence_reading::state is) { return {.is = is}; }

}  // namespace

TEST_CASE("a finding is a line, and what to do a second one", "[doctor]") {
    finding const well{.subject = "clock", .says = "within 3 s"};
    CHECK(lines_of(well) == "ok       clock            within 3 s\n");
    finding const bad{health::fault, "clock", "an hour behind", "synchronise it"};
    CHECK(lines_of(bad) ==
          "fault    clock            an hour behind\n"
          "                          -> synchronise it\n");
}

TEST_CASE("the exit status is that of the worst finding", "[doctor]") {
    finding const ok{}, warning{.is = health::warning}, fault{.is = health::fault};
    CHECK(exit_status_of({}) == 0);
    CHECK(exit_status_of({ok, ok}) == 0);
    CHECK(exit_status_of({ok, warning}) == 4);
    CHECK(exit_status_of({fault, warning, ok}) == 1);
}

TEST_CASE("a configuration that leaves an arm out is warned about", "[doctor]") {
    config settings;
    settings.server.public_url = "https://audit.example.org";
    settings.tiktok.oembed.enabled = true;
    settings.tiktok.research.vantages.push_back({.name = "main"});
    CHECK(worst(judge_config(settings)) == health::ok);
    CHECK(judge_config(settings).at(0).says == "live, 1 vantage, presence on");

    auto without = settings;
    without.tiktok.research.vantages.clear();
    CHECK(worst(judge_config(without)) == health::warning);
    without = settings;
    without.tiktok.oembed.enabled = false;
    CHECK(worst(judge_config(without)) == health::warning);
    without = settings;
    without.server.public_url.clear();
    CHECK(worst(judge_config(without)) == health::warning);
    without = settings;
    without.warnings.push_back({.file = "a.toml", .line = 3, .key = "x", .wrong = "is open"});
    CHECK(judge_config(without).at(1).says == "a.toml:3: x is open");

    CHECK(worst(judge_refused({{.file = "a.toml", .wrong = "is larger than 1 MiB"}})) == health::fault);
}

TEST_CASE("a server that keeps what it is given has no finding", "[doctor]") {
    auto const found = judge_server(sound_server(), 4);
    CHECK(worst(found) == health::ok);
    CHECK_THAT(found.at(0).says, Contains("PostgreSQL 15.18") && Contains("5 of 97"));
}

TEST_CASE("each setting that endangers the data is found", "[doctor]") {
    struct row {
        char const* name;
        char const* value;
        health expected;
    };
    auto const [name, value, expected] = GENERATE(values<row>({
        {"fsync", "off", health::fault},
        {"full_page_writes", "off", health::fault},
        {"synchronous_commit", "off", health::fault},
        {"synchronous_commit", "local", health::ok},
        {"default_transaction_read_only", "on", health::fault},
        {"autovacuum", "off", health::warning},
        {"track_counts", "off", health::warning},
        {"data_checksums", "off", health::warning},
    }));
    auto server = sound_server();
    server.settings[name] = value;
    INFO(name);
    CHECK(worst(judge_server(server, 4)) == expected);
}

TEST_CASE("a server that is old, full, a standby or not vacuumed is found", "[doctor]") {
    auto server = sound_server();
    server.version = 140'001;
    CHECK(worst(judge_server(server, 4)) == health::warning);
    server = sound_server();
    server.connections_used = 94;
    CHECK(worst(judge_server(server, 4)) == health::warning);
    CHECK(worst(judge_server(server, 3)) == health::ok);
    server = sound_server();
    server.is_standby = true;
    CHECK(worst(judge_server(server, 4)) == health::fault);
    server = sound_server();
    server.encoding = "LATIN1";
    CHECK(worst(judge_server(server, 4)) == health::fault);
    server = sound_server();
    server.oldest_transaction = 1'100'000'000;
    CHECK(worst(judge_server(server, 4)) == health::fault);
}

TEST_CASE("the schema, the data and the partitions are judged by what is there", "[doctor]") {
    CHECK(worst(judge_schema(0)) == health::ok);
    CHECK(worst(judge_schema(1)) == health::warning);

    content_facts content{.simulated = false, .items = 10, .partitions_until = read_day("2026-11-30")};
    auto const today = *read_day("2026-11-20");
    CHECK(worst(judge_installation(content, false)) == health::ok);
    CHECK(worst(judge_installation(content, true)) == health::fault);
    CHECK(worst(judge_installation({.items = 10}, true)) == health::ok);
    CHECK(worst(judge_installation({.simulated = true}, true)) == health::warning);

    CHECK(judge_partitions(content, sound_server(), today).says == "to 2026-11-30");
    CHECK(worst(judge_partitions(content, sound_server(), *read_day("2026-12-01"))) == health::ok);
    CHECK(worst(judge_partitions({}, sound_server(), today)) == health::ok);
    auto powerless = sound_server();
    powerless.may_create = false;
    CHECK(worst(judge_partitions(content, powerless, today)) == health::fault);
    content.months_lost = {"2026-03", "2026-04"};
    auto const lost = judge_partitions(content, sound_server(), today);
    CHECK(worst(lost) == health::fault);
    CHECK_THAT(lost.says, Contains("2026-03, 2026-04"));
}

TEST_CASE("a credential that is refused is told from a platform that is not there", "[doctor]") {
    CHECK(worst(judge_credential("main", std::nullopt)) == health::ok);
    CHECK_THAT(judge_credential("main", probe_failure::refused).says, Contains("refuses"));
    CHECK_THAT(judge_credential("main", probe_failure::unreachable).says, Contains("unreachable"));
    CHECK_THAT(judge_credential("main", probe_failure::tls).to_do, Contains("clock"));
    for (auto const failure : {probe_failure::refused, probe_failure::unreachable, probe_failure::timed_out})
        CHECK(worst(judge_credential("main", failure)) == health::fault);
}

TEST_CASE("the presence endpoint has to tell a live item from an invented one", "[doctor]") {
    using state = tiktok::presence_reading::state;
    presence_answers const good{{reading(state::not_public), reading(state::is_public)},
                                reading(state::not_public)};
    CHECK(worst(judge_presence(good)) == health::ok);
    CHECK(worst(judge_presence({{}, reading(state::not_public)})) == health::warning);
    CHECK(worst(judge_presence({{reading(state::shell)}, reading(state::not_public)})) == health::fault);
    CHECK(worst(judge_presence({{reading(state::is_public)}, reading(state::is_public)})) == health::fault);
    CHECK(worst(judge_presence({{reading(state::is_public)}, reading(state::shell)})) == health::fault);
    presence_answers failed{{}, reading(state::failed)};
    failed.invented.failure = probe_failure::refused;
    failed.invented.http_status = 403;
    CHECK(worst(judge_presence(failed)) == health::fault);
    CHECK_THAT(judge_presence(failed).says, Contains("403"));
}

TEST_CASE("a clock is well within 3 s, and dangerous from a minute on", "[doctor]") {
    CHECK(worst(judge_clock(-2999ms)) == health::ok);
    CHECK(worst(judge_clock(3s)) == health::warning);
    CHECK(judge_clock(-30s).says == "30 s behind the platform's");
    CHECK(worst(judge_clock(60s)) == health::fault);
    CHECK(judge_clock(3600s).says == "3600 s ahead of the platform's");
    CHECK(worst(judge_clock(std::nullopt)) == health::warning);
}

TEST_CASE("a disk is judged by its room and by how long that will do", "[doctor]") {
    auto const judged = [](std::int64_t free, std::int64_t items) {
        return judge_disk(disk_facts{"/srv", free, 100'000'000'000}, items).is;
    };
    CHECK(judged(50'000'000'000, 2000) == health::ok);
    CHECK(judged(1'900'000'000, 0) == health::warning);
    CHECK(judged(400'000'000, 0) == health::fault);
    // 100 M items take 15 GB a day.
    CHECK(judged(50'000'000'000, 100'000'000) == health::fault);
    CHECK(judged(50'000'000'000, 10'000'000) == health::warning);
    CHECK_THAT(judge_disk(disk_facts{"/srv", 50'000'000'000, 0}, 10'000'000).says, Contains("about 33 days"));
    CHECK(worst(judge_disk(std::nullopt, 5)) == health::ok);
}

TEST_CASE("a last run is well if a valid one ended within 26 h", "[doctor]") {
    auto const now = *read_instant("2026-11-20T12:00:00Z");
    auto const valid = run_that_ended(now - 8h, "valid");
    CHECK(worst(judge_last_run(valid, valid, now)) == health::ok);
    auto const old = run_that_ended(now - 26h, "valid");
    CHECK(worst(judge_last_run(old, old, now)) == health::fault);
    CHECK(worst(judge_last_run(run_that_ended(now, "void"), valid, now)) == health::warning);
    CHECK_THAT(judge_last_run(run_that_ended(now, "void"), valid, now).says, Contains("too many unmeasured"));
    CHECK(worst(judge_last_run(run_that_ended(now, "void"), std::nullopt, now)) == health::fault);
    CHECK(worst(judge_last_run(run_that_ended(std::nullopt, ""), valid, now)) == health::ok);
    CHECK(worst(judge_last_run(std::nullopt, std::nullopt, now)) == health::warning);
}
