#include "daemon/commands/import_donation.hpp"

#include "daemon/store/list_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace lacuna {
namespace {

namespace fs = std::filesystem;

constexpr int bad_file = 2;
constexpr std::size_t items_a_transaction = 100'000;
constexpr std::size_t most_files = 10'000;
constexpr int deepest_folder = 8;

std::ifstream opened(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error{"cannot read " + path.string()};
    return file;
}

/// The files of a folder that may be of an export, in order of their names.
checked<std::vector<fs::path>> files_in(fs::path const& folder) {
    std::vector<fs::path> files;
    std::size_t seen = 0;
    for (auto entry = fs::recursive_directory_iterator{folder}; entry != fs::recursive_directory_iterator{};
         ++entry) {
        if (++seen > most_files)
            return bad_input{"the folder", "must have at most " + std::to_string(most_files) + " files"};
        if (entry.depth() >= deepest_folder) entry.disable_recursion_pending();
        auto const kind = entry->path().extension();
        if (entry->symlink_status().type() != fs::file_type::regular) continue;
        if (kind == ".json" || kind == ".txt") files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

checked<std::optional<data_donation>> read_folder(fs::path const& folder) {
    auto const files = files_in(folder);
    if (!files) return files.error();
    donation_reader reader;
    bool found = false;
    for (auto const& path : *files) {
        auto file = opened(path);
        auto const read = reader.read(file);
        if (!read) return bad_input{path.string() + ": " + read.error().where, read.error().wrong};
        found = found || *read;
    }
    if (!found) return bad_input{"the folder", "must be an unpacked TikTok export: no list of one is in it"};
    return std::optional{std::move(reader).take()};
}

bool is_zip(fs::path const& path) {
    auto file = opened(path);
    std::array<char, 4> first{};
    file.read(first.data(), first.size());
    return std::string_view{first.data(), first.size()} == "PK\x03\x04";
}

/// Why a donation may not go there; nothing if it may.
std::optional<std::string> refusal(import_order const& order, std::optional<watchlist> const& list) {
    if (order.how != "convenience" || (list && list->how != selection::convenience)) {
        return "the videos of a donation are what one person saw: only a list of selection convenience takes "
               "them";
    }
    if (!list) return std::nullopt;
    if (list->imported) return "it is an imported series; items are added to lists of our own";
    if (list->archived) return "it is archived";
    if (list->is_public) return "it is public; a donation goes to a private list, choose another --list";
    return std::nullopt;
}

void say_what_was_not_taken(data_donation const& donation) {
    for (auto const why : link_refusals()) {
        auto const count = donation.refused[static_cast<std::size_t>(why)];
        if (count > 0) fmt::print(stderr, "not taken, links {}: {}\n", in_words(why), count);
    }
}

}  // namespace

checked<std::optional<data_donation>> read_donation(std::string const& path) {
    if (fs::is_directory(path)) return read_folder(path);
    if (is_zip(path)) return bad_input{"the file", "is a zip: unpack it and name the folder"};
    auto file = opened(path);
    donation_reader reader;
    auto const read = reader.read(file);
    if (!read) return read.error();
    if (*read) return std::optional{std::move(reader).take()};
    file.clear();
    file.seekg(0);
    if ((file >> std::ws).peek() == '{') {
        return bad_input{
            "the file", "must be a TikTok export (no list of one is in it), CSV, or an id or address a line"};
    }
    return std::optional<data_donation>{};
}

boost::asio::awaitable<int> import_donation(database& db, import_order order, data_donation donation,
                                            utc_time now) {
    auto const slug = read_slug(order.slug);
    if (!slug) {
        fmt::print(stderr, "lacuna: --list {}\n", slug.error().wrong);
        co_return bad_file;
    }
    say_what_was_not_taken(donation);
    if (donation.ids.empty()) {
        fmt::print(stderr, "no video in it; nothing was changed\n");
        co_return 0;
    }
    list_store lists{db};
    auto list = co_await lists.find(order.slug, audience::key_holder);
    if (auto const why = refusal(order, list)) {
        fmt::print(stderr, "lacuna: {}: {}\n", order.slug, *why);
        co_return bad_file;
    }
    if (!list) {
        new_list const wanted{.slug = order.slug,
                              .title = order.title.empty() ? order.slug : order.title,
                              .how = selection::convenience,
                              .is_public = false};
        list = co_await lists.create(wanted);
        if (!list) throw std::runtime_error{"the list " + order.slug + " was made by somebody else just now"};
    }
    std::int64_t new_ones = 0, undated = 0;
    for (std::size_t from = 0; from < donation.ids.size(); from += items_a_transaction) {
        std::vector<named_item> part;
        auto const to = std::min(donation.ids.size(), from + items_a_transaction);
        for (auto at = from; at < to; ++at)
            part.push_back({.platform_id = donation.ids[at], .source = "data donation"});
        auto const answers = co_await lists.add_items(list->key, std::move(part), "command line", now);
        for (auto const& answer : answers) {
            new_ones += answer.is == added::added ? 1 : 0;
            undated += answer.plannable ? 0 : 1;
        }
    }
    fmt::print(stderr,
               "{}: a data donation: {} videos added, {} known, {} without a creation time; only their ids "
               "were kept\n",
               order.slug, new_ones, static_cast<std::int64_t>(donation.ids.size()) - new_ones, undated);
    co_return 0;
}

}  // namespace lacuna
