#pragma once

#include "daemon/api/rest.hpp"
#include "daemon/api/router.hpp"
#include "tests/store/fresh_store.hpp"
#include "tests/support/fake_clock.hpp"

#include <rapidjson/document.h>

#include <string>
#include <utility>
#include <vector>

namespace lacuna::test {

struct deaf_observer final : run_observer {
    void call_stored(call_record const&, std::string_view) override {}
    void block_stored(presence_block const&) override {}
    void progressed(run_progress const&) override {}
    void run_ended(opened_run const&, run_ending const&, utc_time) override {}
};

struct rest_answer {
    unsigned status = 0;
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{};

    [[nodiscard]] std::string header(std::string_view name) const {
        for (auto const& [key, value] : headers) {
            if (key == name) return value;
        }
        return {};
    }
    /// The body; an empty object where it is not JSON.
    [[nodiscard]] rapidjson::Document json() const {
        rapidjson::Document read;
        read.Parse<rapidjson::kParseValidateEncodingFlag>(body.c_str());
        if (read.HasParseError()) read.SetObject();
        return read;
    }
};

/// The REST routes over a database of their own, asked through the router but without a socket.
struct rest_bench : fresh_store {
    rest_bench() {
        writer = *get(keys.create("writer", {"write"}, time.now()));
        reader = *get(keys.create("reader", {"read"}, time.now()));
        editor = *get(keys.create("editor", {"read", "write"}, time.now()));
        auditor = *get(keys.create("auditor", {"evidence"}, time.now()));
    }

    rest_answer ask(std::string verb, std::string target, std::string body = {}, std::string const& key = {},
                    std::string type = "application/json") {
        api::request head;
        head.target = std::move(target);
        head.client = "192.0.2.1";
        if (!key.empty()) head.headers.emplace_back("authorization", "Bearer " + key);
        if (!body.empty()) head.headers.emplace_back("content-type", std::move(type));
        auto admitted = get_admission(std::move(verb), std::move(head), body.size());
        admitted.asked.body = std::move(body);
        std::optional<api::response> given;
        get(answer_into(std::move(admitted), given));
        rest_answer answer{.status = given->status, .headers = given->headers};
        if (given->body) answer.body = *given->body;
        if (given->stream) get(drain(given->stream, answer.body));
        return answer;
    }
    /// An answer as the transport gets it: what it streams has not begun.
    api::response promised(std::string target) {
        api::request head;
        head.target = std::move(target);
        std::optional<api::response> given;
        get(answer_into(get_admission("GET", std::move(head), 0), given));
        return std::move(*given);
    }
    std::string sql(std::string const& query) { return fresh_store::ask(query); }
    rest_answer read(std::string target, std::string const& key = {}) {
        return ask("GET", std::move(target), {}, key);
    }
    rest_answer post(std::string target, std::string body, std::string const& key = {}) {
        return ask("POST", std::move(target), std::move(body), key);
    }

    fake_clock time{morning_of(day_at(0))};
    item_reader items{db};
    rate_reader rates{db};
    run_reader runs{db};
    key_store keys{db};
    deaf_observer nobody;
    run_desk desk{events.get_executor(), nobody};
    api::rest_sources from{.db = db,
                           .lists = lists,
                           .items = items,
                           .rates = rates,
                           .runs = runs,
                           .time = time,
                           .desk = &desk,
                           .budgets = {{.name = "main", .daily_calls = 1000}},
                           .progress_interval = std::chrono::milliseconds{5},
                           .progress_streams_most = 2};
    std::string fault;
    /// What is asked; a bench with more routes puts its own router here.
    api::router const* through = &routes;
    api::router routes{
        api::rest_routes(from),
        {.find_key = [this](std::string presented) { return keys.find(std::move(presented), time.now()); },
         .report = [this](std::string_view, std::string_view,
                          std::exception const& what) { fault = what.what(); }}};
    std::string writer, reader, editor, auditor;

private:
    api::admission get_admission(std::string verb, api::request head, std::size_t length) {
        std::optional<api::admission> made;
        get(admit_into(std::move(verb), std::move(head), length, made));
        return std::move(*made);
    }
    boost::asio::awaitable<void> admit_into(std::string verb, api::request head, std::size_t length,
                                            std::optional<api::admission>& into) {
        auto admitting = through->admit(std::move(verb), std::move(head), length);
        into = co_await std::move(admitting);
    }
    boost::asio::awaitable<void> answer_into(api::admission admitted, std::optional<api::response>& into) {
        auto answering = through->answer(std::move(admitted));
        into = co_await std::move(answering);
    }
    static boost::asio::awaitable<void> keep(std::string& into, std::string piece) {
        into += piece;
        co_return;
    }
    static boost::asio::awaitable<void> drain(
        std::function<boost::asio::awaitable<void>(api::body_sink)> stream, std::string& into) {
        auto* const to = &into;
        api::body_sink const sink = [to](std::string piece) { return keep(*to, std::move(piece)); };
        auto streaming = stream(sink);
        co_await std::move(streaming);
    }
};

}  // namespace lacuna::test
