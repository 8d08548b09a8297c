#include "daemon/commands/auditing.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/import_donation.hpp"
#include "daemon/commands/import_watchlist.hpp"
#include "daemon/commands/text_file.hpp"
#include "daemon/store/series_store.hpp"
#include "daemon/time/system_time.hpp"
#include "daemon/watchlist/item_csv.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <set>

namespace lacuna {
namespace {

constexpr int bad_file = 2;
constexpr std::size_t most_lines = 5'000'000;
constexpr std::size_t items_a_transaction = 100'000;
constexpr std::size_t refusals_shown = 20;

/// The items of a file, each once; says on stderr which lines were refused.
std::vector<named_item> items_of(std::vector<item_line> const& lines, std::size_t& refused) {
    std::vector<named_item> items;
    std::set<std::int64_t> seen;
    for (auto const& line : lines) {
        if (!line.item) {
            if (refused++ < refusals_shown)
                fmt::print(stderr, "line {}: {}: {}\n", line.line, line.text, line.item.error().wrong);
        } else if (seen.insert(line.item->platform_id).second) {
            items.push_back(*line.item);
        }
    }
    if (refused > refusals_shown)
        fmt::print(stderr, "… and {} more lines refused\n", refused - refusals_shown);
    return items;
}

boost::asio::awaitable<std::optional<watchlist>> list_for(list_store& lists, import_order const& order) {
    auto found = co_await lists.find(order.slug, audience::key_holder);
    if (found) co_return found;
    new_list const wanted{.slug = order.slug,
                          .title = order.title.empty() ? order.slug : order.title,
                          .how = read_selection(order.how).value_or(selection::convenience),
                          .is_public = !order.is_private,
                          .imported = order.ai_forensics,
                          .origin = order.ai_forensics ? "AI Forensics’ public dashboard" : ""};
    co_return co_await lists.create(wanted);
}

}  // namespace

boost::asio::awaitable<int> import_watchlist(database& db, import_order order, utc_time now) {
    auto const slug = read_slug(order.slug);
    if (!slug) {
        fmt::print(stderr, "lacuna: --list {}\n", slug.error().wrong);
        co_return bad_file;
    }
    auto const lines = read_item_csv(text_of_file(order.file), most_lines);
    if (!lines) {
        fmt::print(stderr, "{}: {}: {}\n", order.file, lines.error().where, lines.error().wrong);
        co_return bad_file;
    }
    std::size_t refused = 0;
    auto const items = items_of(*lines, refused);

    if (items.empty()) {
        fmt::print(stderr, "{}: no item in it; nothing was changed\n", order.file);
        co_return refused > 0 ? bad_file : 0;
    }

    list_store lists{db};
    auto const list = co_await list_for(lists, order);
    if (!list || list->imported) {
        fmt::print(stderr, "lacuna: {} is an imported series; items are added to lists of our own\n",
                   order.slug);
        co_return bad_file;
    }
    std::int64_t new_ones = 0;
    std::int64_t undated = 0;
    for (std::size_t from = 0; from < items.size(); from += items_a_transaction) {
        auto const to = std::min(items.size(), from + items_a_transaction);
        std::vector<named_item> part(items.begin() + static_cast<std::ptrdiff_t>(from),
                                     items.begin() + static_cast<std::ptrdiff_t>(to));
        auto const answers = co_await lists.add_items(list->key, std::move(part), "command line", now);
        for (auto const& answer : answers) {
            new_ones += answer.is == added::added ? 1 : 0;
            undated += answer.plannable ? 0 : 1;
        }
    }
    fmt::print(stderr, "{}: {} added, {} known, {} lines refused, {} without a creation time\n", order.slug,
               new_ones, static_cast<std::int64_t>(items.size()) - new_ones, refused, undated);
    co_return 0;
}

boost::asio::awaitable<int> import_series(database& db, import_order order, utc_time now) {
    auto states = read_series(text_of_file(order.file));
    if (!states) {
        fmt::print(stderr, "{}: {}: {}\n", order.file, states.error().where, states.error().wrong);
        co_return bad_file;
    }
    if (order.slug.empty()) order.slug = "ai-forensics";
    if (order.title.empty()) order.title = "AI Forensics: the series of its public dashboard";
    list_store lists{db};
    auto const list = co_await list_for(lists, order);
    if (!list || !list->imported) {
        fmt::print(stderr, "lacuna: {} is a list of our own; a series goes to a list for itself\n",
                   order.slug);
        co_return bad_file;
    }
    auto const count = states->size();
    series_store series{db};
    co_await series.import(list->key, std::move(*states), now);
    fmt::print(stderr, "{}: {} states imported\n", order.slug, count);
    co_return 0;
}

boost::asio::awaitable<int> import_items(context& use, import_order order) {
    std::optional<data_donation> donated;
    if (!order.ai_forensics) {
        auto read = read_donation(order.file);
        if (!read) {
            fmt::print(stderr, "{}: {} {}\n", order.file, read.error().where, read.error().wrong);
            co_return bad_file;
        }
        donated = std::move(*read);
    }
    co_await open_database(use);
    auto const now = system_time{}.now();
    if (donated) {
        auto donation = import_donation(use.db, order, std::move(*donated), now);
        co_return co_await std::move(donation);
    }
    auto step = order.ai_forensics ? import_series(use.db, order, now) : import_watchlist(use.db, order, now);
    co_return co_await std::move(step);
}

}  // namespace lacuna
