#include "daemon/commands/auditing.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/store/rejudging_store.hpp"
#include "daemon/time/system_time.hpp"
#include "daemon/verdict/judge_version.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace lacuna {
namespace {

constexpr int fault = 1;
constexpr int bad_input_given = 2;
constexpr std::size_t most_words = 2000;
constexpr std::size_t generations_kept = 3;  // sql/0004.

/// One line on a terminal, drawn over and over; elsewhere a line every ten seconds.
class day_counter {
public:
    explicit day_counter(std::size_t days) : days_{days} {}

    void reached(utc_day day) {
        ++done_;
        auto const now = std::chrono::steady_clock::now();
        if (!terminal_ && now - said_ < std::chrono::seconds{10}) return;
        said_ = now;
        fmt::print(stderr, "{}day {} of {}  {}{}", terminal_ ? "\r\033[K" : "", done_, days_, to_string(day),
                   terminal_ ? "" : "\n");
        std::fflush(stderr);
    }
    void end() const {
        if (terminal_) fmt::print(stderr, "\r\033[K");
    }

private:
    std::size_t days_;
    std::size_t done_ = 0;
    bool terminal_ = ::isatty(::fileno(stderr)) != 0;
    std::chrono::steady_clock::time_point said_{std::chrono::steady_clock::now()};
};

day_rules rules_of(config const& from) {
    return {.settle = from.schedule.settle,
            .max_age = from.presence.max_age,
            .compare = from.tiktok.research.compare};
}

std::string describe(std::string const& when, verdict_changes const& changes) {
    std::string text = fmt::format("{}  {} judged", when, changes.judged);
    std::int64_t changed = 0;
    for (auto const& [from_to, which] : changes.kinds) changed += which.n;
    text += fmt::format(", {} changed, {} by another reason, grade or call\n", changed, changes.otherwise);
    for (auto const& [from_to, which] : changes.kinds) {
        text +=
            fmt::format("    {} -> {}: {} (", to_string(from_to.first), to_string(from_to.second), which.n);
        for (std::size_t at = 0; at < which.some.size(); ++at)
            text += fmt::format("{}{}", at > 0 ? ", " : "", which.some[at]);
        if (std::cmp_less(which.some.size(), which.n)) text += ", …";
        text += ")\n";
    }
    return text;
}

struct outcome {
    verdict_changes changes{};
    std::vector<past_day> left_behind{};
};

/// From the first day on, for what each leaves behind; those before `from` are read and not written.
boost::asio::awaitable<outcome> judge_again(rejudging_store& store, day_rules rules,
                                            std::vector<utc_day> days, utc_day from, std::int16_t version) {
    rejudging judge{rules};
    day_counter counter{days.size()};
    outcome all;
    stored_day following = co_await store.read(days.front());
    for (std::size_t at = 0; at < days.size(); ++at) {
        auto const day = std::move(following);
        following = {};
        if (at + 1 < days.size()) following = co_await store.read(days[at + 1]);
        bool const consecutive = following.day == day.day + std::chrono::days{1};
        auto judged = judge.next(day, consecutive ? following.seen.blocks : std::vector<presence_block>{});
        if (at + generations_kept >= days.size()) all.left_behind.push_back({day.day, judge.pasts()});
        counter.reached(day.day);
        if (day.day < from) continue;
        auto const changes = changes_of(day, judged);
        all.changes.add(changes);
        co_await store.write(day, version, std::move(judged));
        counter.end();
        fmt::print("{}", describe(to_string(day.day), changes));
    }
    counter.end();
    co_return all;
}

}  // namespace

boost::asio::awaitable<int> rejudge(context& use, rejudge_order order) {
    auto const from = read_day(order.from);
    if (!from) {
        fmt::print(stderr, "lacuna: --from must be a day like 2026-11-20\n");
        co_return bad_input_given;
    }
    if (order.words.size() > most_words) {
        fmt::print(stderr, "lacuna: --words must be at most {} bytes long\n", most_words);
        co_return bad_input_given;
    }
    co_await open_database(use);
    rejudging_store store{use.db};
    bool const ours = co_await store.lock();
    if (!ours) {
        fmt::print(stderr, "lacuna: a run is under way on this database; nothing was done\n");
        co_return fault;
    }
    auto const days = co_await store.judged_days();
    if (days.empty() || days.back() < *from) {
        fmt::print(stderr, "lacuna: no day from {} on has been judged; nothing was done\n", order.from);
        co_return bad_input_given;
    }
    auto const version = co_await store.begin();
    auto judging = judge_again(store, rules_of(use.settings), days, *from, version);
    auto all = co_await std::move(judging);

    rule_set made{.version = version,
                  .judge = judge_version,
                  .from = *from,
                  .made_at = system_time{}.now(),
                  .words = order.words};
    if (made.words.empty()) made.words = fmt::format("Judged again from {} on.", order.from);
    auto finishing = store.finish(std::move(made), std::move(all.left_behind));
    co_await std::move(finishing);
    fmt::print("{}From {} on, rules {} are in force.\n", describe("in all", all.changes), order.from,
               version);
    std::fflush(stdout);
    co_return 0;
}

}  // namespace lacuna
