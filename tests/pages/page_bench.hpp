#pragma once

#include "daemon/pages/page_routes.hpp"
#include "daemon/store/scope_rules.hpp"
#include "tests/api/rest_bench.hpp"

#include <string>

namespace lacuna::test {

/// The pages over a database of their own, asked by address through the router.
struct page_bench : rest_bench {
    rest_answer page(std::string target) {
        api::request head;
        head.target = std::move(target);
        head.client = "192.0.2.1";
        rest_answer answer;
        get(ask_into(std::move(head), answer));
        return answer;
    }

    api::page_cache cache{[this] { return data_version(db); }, std::size_t{1} << 20U};
    scope_rules rules{db};
    pages::site_facts site{.title = "Lacuna"};
    pages::page_sources sources{db, lists, items, rates, runs, time, cache, rules, from};
    api::router shown{pages::page_routes(sources, site),
                      {.report = [this](std::string_view, std::string_view, std::exception const& what) {
                          fault = what.what();
                      }}};

private:
    boost::asio::awaitable<void> ask_into(api::request head, rest_answer& into) {
        auto admitting = shown.admit("GET", std::move(head), std::nullopt);
        auto admitted = co_await std::move(admitting);
        auto answering = shown.answer(std::move(admitted));
        auto given = co_await std::move(answering);
        into.status = given.status;
        into.headers = given.headers;
        if (given.body) into.body = *given.body;
    }
};

}  // namespace lacuna::test
