#pragma once

#include "daemon/store/database.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/postgres_audit_store.hpp"
#include "tests/support/scratch_database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <string>
#include <utility>
#include <vector>

namespace lacuna::test {

using namespace std::chrono_literals;

inline utc_day day_at(int offset) {
    return utc_day{std::chrono::days{20'000 + offset}};
}  // 2024-10-04 and later.
inline utc_time morning_of(utc_day day) { return utc_time{day} + 3h; }

/// A migrated database of its own and what a test does with it, one step after another.
struct fresh_store {
    explicit fresh_store(std::size_t connections = 4) : db{server.url(), connections} {
        get(apply_migrations(db, embedded::sql()));
        get(claim_installation(db, true));
    }

    template <class T>
    T get(boost::asio::awaitable<T> work) {
        auto future = boost::asio::co_spawn(events, std::move(work), boost::asio::use_future);
        events.restart();
        events.run();
        return future.get();
    }

    /// What `query` says, fields with ',' between and rows with ';'.
    std::string ask(std::string const& query) {
        pqxx::connection connection{server.url()};
        std::string said;
        for (auto const& row : pqxx::nontransaction{connection}.exec(query)) {
            if (!said.empty()) said += ';';
            for (pqxx::row::size_type at = 0; at < row.size(); ++at)
                said += (at > 0 ? "," : "") + std::string{row[at].c_str()};
        }
        return said;
    }

    watchlist make_list(std::string slug, bool is_public = true, selection how = selection::random) {
        new_list wanted{.slug = slug, .title = "The list " + slug, .how = how, .is_public = is_public};
        return get(lists.create(wanted)).value();
    }

    /// Items with ids from `first`, created on days before day_at(0), two of a creator; added on day_at(0).
    void add(list_key list, std::int64_t first, int n, utc_day on = day_at(0)) {
        std::vector<named_item> items;
        items.reserve(static_cast<std::size_t>(n));
        for (int i = 0; i < n; ++i) {
            items.push_back({.platform_id = first + i,
                             .username = "creator" + std::to_string((first + i) / 2),
                             .region = i % 3 == 0 ? "DE" : "",
                             .created_at = std::chrono::sys_seconds{day_at(-10 - i % 40)}});
        }
        get(lists.add_items(list, items, "test", utc_time{on}));
    }

    item_key key_of(std::int64_t platform_id) {
        return item_key{
            std::stoi(ask("SELECT item FROM item WHERE platform_id = " + std::to_string(platform_id)))};
    }

    scratch_database server;
    boost::asio::io_context events;
    database db;
    list_store lists{db};
    std::unique_ptr<audit_store> audit = make_audit_store(db);
};

/// A complete first-pass call of `asked` that brought `returned`.
inline call_record call_of(call_id number, vantage_id vantage, std::vector<item_key> asked,
                           std::vector<item_key> returned) {
    call_record call{.call = number,
                     .sent_at = morning_of(day_at(0)),
                     .latency = 120ms,
                     .vantage = vantage,
                     .complete = true,
                     .http_status = 200,
                     .window_start = day_at(-50),
                     .window_end = day_at(-21),
                     .error_code = "ok",
                     .log_id = "20241004A",
                     .items = std::move(asked),
                     .returned = std::move(returned),
                     .request_sha256 = sha256("request"),
                     .response_sha256 = sha256("response"),
                     .body = R"({"data":{}})"};
    for (std::size_t at = 0; at < call.returned.size(); ++at) {
        tiktok::five_counts counts{std::int64_t{1} << 40U, 2, std::nullopt, 4, 5};
        call.counts.push_back(counts);
    }
    return call;
}

inline verdict_row verdict_of(item_key item, verdict_kind kind, bool counts = true) {
    verdict_row row{.item = item};
    row.judged = {.kind = kind, .countable = counts, .counts = counts};
    row.first_ask = kind == verdict_kind::retrievable;
    return row;
}

}  // namespace lacuna::test
