// store_bench [ITEMS [DAYS]]: fills a database of its own through the store's functions as a run would, and
// prints items/s, the ratio to a bare COPY of the same rows into the same tables in the same run, and bytes
// per item and day by table. Needs LACUNA_TEST_DATABASE, as the tests do. One in ten items is missing and
// asked twice, one in ten is not public.

#include "tests/store/fresh_store.hpp"

#include "daemon/store/day_counts.hpp"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

using clock_type = std::chrono::steady_clock;

double seconds_since(clock_type::time_point start) {
    return std::chrono::duration<double>(clock_type::now() - start).count();
}

struct filling : test::fresh_store {
    filling(int items, std::size_t connections) : test::fresh_store{connections}, random{42} {
        auto const start = clock_type::now();
        list = make_list("bench").key;
        for (int from = 0; from < items; from += 100'000) {
            add(list, 7'000'000'000'000'000'000 + from, std::min(items - from, 100'000));
        }
        std::printf("%-44s %8.2f s\n", "adding the items", seconds_since(start));
        vantage = get(audit->vantage("tiktok.research", "main"));
        oembed = get(audit->vantage("tiktok.oembed", "here"));
    }

    std::int64_t some_count(double most) {
        return static_cast<std::int64_t>(
            std::exp(std::uniform_real_distribution{0.0, std::log(most)}(random)));
    }

    /// JSON about as long as a real answer's row.
    std::string some_text(item_key item) {
        return R"({"video_description":"The item number )" + std::to_string(static_cast<int>(item)) +
               R"( of a bench, with #hashtags and @mentions in a text of an ordinary length","music_id":")" +
               std::to_string(random()) + R"(","hashtag_names":["fyp","viral","bench"],"duration":)" +
               std::to_string(random() % 60) + R"(,"voice_to_text":"","effect_ids":["0"],"playlist_id":""})";
    }

    call_record some_call(std::vector<item_key> asked, call_id number) {
        std::vector<item_key> returned;
        for (auto const item : asked) {
            if (static_cast<int>(item) % 10 != 3) returned.push_back(item);
        }
        auto call = test::call_of(number, vantage, asked, returned);
        for (auto& counts : call.counts) {
            counts = {some_count(1e7), some_count(1e6), some_count(1e4), some_count(1e4), some_count(1e4)};
        }
        call.body.clear();
        for (auto const item : returned) call.body += some_text(item);
        return call;
    }

    /// All work of `steps` at once, as many at a time as there are connections.
    void all(std::vector<boost::asio::awaitable<void>> steps) {
        std::vector<std::future<void>> ends;
        for (auto& step : steps)
            ends.push_back(boost::asio::co_spawn(events, std::move(step), boost::asio::use_future));
        events.restart();
        events.run();
        for (auto& end : ends) end.get();
    }

    boost::asio::awaitable<void> ask_for(run_id run, utc_day day, std::vector<item_key> asked,
                                         bool with_metadata) {
        auto const number = co_await audit->charge(vantage, day, 1'000'000);
        auto call = some_call(asked, *number);
        std::vector<seen_metadata> said;
        for (auto const item : call.returned) {
            if (with_metadata)
                said.push_back({.item = item, .canonical = texts.at(item), .username = "", .region = ""});
        }
        co_await audit->store_call(run, day, call, said);
    }

    boost::asio::awaitable<void> look(run_id run, utc_day day, std::vector<item_key> asked) {
        presence_block block{.asked_from = test::morning_of(day),
                             .asked_until = test::morning_of(day) + 100s,
                             .vantage = oembed,
                             .items = asked};
        for (auto const item : asked) {
            block.readings.push_back(static_cast<int>(item) % 10 == 7 ? 'n' : 'p');
            block.milliseconds.push_back(static_cast<std::int16_t>(80 + random() % 200));
            block.hashes.push_back(static_cast<std::int64_t>(random()));
        }
        std::vector<std::pair<item_key, std::string>> const names;
        co_await audit->store_block(run, day, block, names);
    }

    std::vector<std::vector<item_key>> in_hundreds(std::vector<due_item> const& due, int modulus, int rest) {
        std::vector<std::vector<item_key>> batches;
        for (auto const& item : due) {
            auto const last = static_cast<int>(item.key) % 10;
            if (modulus == 10 && last != rest) continue;
            if (batches.empty() || batches.back().size() == 100) batches.emplace_back();
            batches.back().push_back(item.key);
        }
        return batches;
    }

    void day(int offset);
    void copy_again();
    void sizes(int items, int days);

    std::mt19937_64 random;
    list_key list{};
    vantage_id vantage{};
    vantage_id oembed{};
    std::map<item_key, std::string> texts;
    double api_seconds = 0;
};

void filling::day(int offset) {
    auto const day = test::day_at(offset);
    get(audit->lock());
    auto const run = get(audit->open_run(day, test::morning_of(day), 1));
    auto const due = get(audit->due_items(day));
    if (texts.empty()) {
        for (auto const& item : due) texts[item.key] = some_text(item.key);
    }
    auto start = clock_type::now();
    std::vector<boost::asio::awaitable<void>> steps;
    for (auto const& batch : in_hundreds(due, 1, 0)) steps.push_back(look(run.run, day, batch));
    all(std::move(steps));
    auto const presence = seconds_since(start);

    start = clock_type::now();
    steps.clear();
    for (auto const& batch : in_hundreds(due, 1, 0)) steps.push_back(ask_for(run.run, day, batch, true));
    for (auto const& batch : in_hundreds(due, 10, 3)) steps.push_back(ask_for(run.run, day, batch, false));
    all(std::move(steps));
    auto const calls = seconds_since(start);

    steps.clear();
    for (auto const& batch : in_hundreds(due, 10, 3)) steps.push_back(look(run.run, day, batch));
    all(std::move(steps));

    std::vector<verdict_row> verdicts;
    for (auto const& item : due) {
        auto const last = static_cast<int>(item.key) % 10;
        auto row = test::verdict_of(item.key,
                                    last == 7   ? verdict_kind::not_public
                                    : last == 3 ? verdict_kind::missing
                                                : verdict_kind::retrievable,
                                    last != 7);
        row.decided_by = call_id{offset * 1000 + last + 1};
        row.presence_before = block_id{offset * 1000 + last + 1};
        if (last == 3) row.confirmed_by = row.decided_by;
        verdicts.push_back(row);
    }
    start = clock_type::now();
    get(audit->close_run(run, test::morning_of(day) + 2h, {}, verdicts, {}));
    auto const closing = seconds_since(start);
    auto const n = static_cast<double>(due.size());
    std::printf("day %d: blocks %.2f s, calls %.2f s, verdicts and counts %.2f s: API arm %.0f items/s\n",
                offset, presence, calls, closing, n / (calls + closing));
    if (offset == 0) api_seconds = calls + closing;
}

/// The first day's rows of the API arm again, by COPY into empty tables of the same shape.
void filling::copy_again() {
    auto const copy = [this](std::string const& table, std::string const& where) {
        auto const file = "/tmp/lacuna_store_bench_" + std::to_string(::getpid()) + "_" + table;
        ask("COPY (SELECT * FROM " + table + " WHERE " + where + ") TO '" + file + "'; SELECT 1");
        ask("CREATE TABLE bare_" + table + " (LIKE " + table + " INCLUDING ALL); SELECT 1");
        if (table == "verdict") ask("CREATE UNIQUE INDEX ON bare_verdict (item, day); SELECT 1");
        ask("CHECKPOINT; SELECT 1");
        auto const start = clock_type::now();
        ask("COPY bare_" + table + " FROM '" + file + "'; SELECT 1");
        auto const took = seconds_since(start);
        std::remove(file.c_str());
        return took;
    };
    auto const bare = copy("call", "day = date '2024-10-04'") + copy("metadata", "true") +
                      copy("verdict", "day = date '2024-10-04'") +
                      copy("day_count", "day = date '2024-10-04'");
    std::printf("bare COPY of the first day's rows: %.2f s; ratio %.2f\n", bare, bare / api_seconds);
    ask("DROP TABLE bare_call, bare_metadata, bare_verdict, bare_day_count; SELECT 1");
}

void filling::sizes(int items, int days) {
    auto const per = [&](char const* what, std::string const& query) {
        auto const bytes =
            std::stod(this->ask("SELECT coalesce(sum(bytes), 0) FROM (" + query + ") AS of (bytes)"));
        std::printf("%-44s %8.1f bytes per item and day\n", what, bytes / items / days);
        return bytes / items / days;
    };
    std::string const leaves = "(SELECT relid FROM pg_partition_tree('verdict') WHERE isleaf)";
    double all = 0;
    all += per("call, rows", "SELECT pg_relation_size('call')");
    all += per("call, indexes", "SELECT pg_indexes_size('call')");
    all += per("presence_block, rows", "SELECT pg_relation_size('presence_block')");
    all += per("presence_block, overflow",
               "SELECT pg_table_size('presence_block') - pg_relation_size('presence_block')");
    all += per("presence_block, indexes", "SELECT pg_indexes_size('presence_block')");
    all += per("verdict, rows", "SELECT pg_table_size(relid) FROM " + leaves + " l");
    all += per("verdict, indexes", "SELECT pg_indexes_size(relid) FROM " + leaves + " l");
    all += per("day_count and day_rate",
               "SELECT pg_total_relation_size('day_count') + pg_total_relation_size('day_rate')");
    std::printf("%-44s %8.1f bytes per item and day\n", "all of these", all);
    per("call, bodies", "SELECT pg_table_size('call') - pg_relation_size('call')");
    per("metadata, all its rows over these days", "SELECT pg_total_relation_size('metadata')");
}

}  // namespace

int main(int argc, char** argv) {
    int const items = argc > 1 ? std::atoi(argv[1]) : 100'000;
    int const days = argc > 2 ? std::atoi(argv[2]) : 3;
    filling bench{items, 4};
    for (int offset = 0; offset < days; ++offset) bench.day(offset);
    auto start = clock_type::now();
    bench.get(rebuild_day_counts(bench.db, test::day_at(0), 2));
    std::printf("%-44s %8.2f s\n", "rebuilding a day's counts", seconds_since(start));
    bench.copy_again();
    bench.sizes(items, days);
}
