#include "daemon/commands/auditing.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/series_store.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <stdexcept>

namespace lacuna {
namespace {

constexpr utc_day first_of_all{std::chrono::year{2014} / 1 / 1};
constexpr utc_day last_of_all{std::chrono::year{2200} / 1 / 1};

boost::asio::awaitable<void> print(std::string piece) {
    if (std::fwrite(piece.data(), 1, piece.size(), stdout) != piece.size())
        throw std::runtime_error{"standard output does not take more"};
    co_return;
}

std::optional<utc_day> day_given(std::string const& text, utc_day otherwise) {
    return text.empty() ? otherwise : read_day(text);
}

}  // namespace

boost::asio::awaitable<int> export_verdicts_csv(context& use, export_order order) {
    constexpr int bad_input_given = 2;
    auto const from = day_given(order.from, first_of_all);
    auto const to = day_given(order.to, last_of_all);
    if (!from || !to) {
        fmt::print(stderr, "lacuna: a day must look like 2026-11-20\n");
        co_return bad_input_given;
    }
    co_await open_database(use);
    list_store lists{use.db};
    auto const list = co_await lists.find(order.slug, audience::key_holder);
    if (!list) {
        fmt::print(stderr, "lacuna: there is no list {}\n", order.slug);
        co_return bad_input_given;
    }
    co_await print("day,platform,video_id,verdict,reason,rule_version\n");
    auto step = export_verdicts(use.db, list->key, *from, *to, origin_of(*list), audience::key_holder, print);
    co_await std::move(step);
    std::fflush(stdout);
    co_return 0;
}

}  // namespace lacuna
