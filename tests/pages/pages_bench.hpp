#pragma once

#include "daemon/api/page_cache.hpp"
#include "daemon/pages/page_routes.hpp"
#include "daemon/store/migrations.hpp"
#include "tests/api/rest_bench.hpp"
#include "tests/pages/texts.hpp"

#include <boost/property_tree/xml_parser.hpp>

#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace lacuna::test {

/// Every route there is, pages and REST, over a database of its own, asked through the router but without a
/// socket.
struct pages_bench : rest_bench {
    explicit pages_bench(pages::site_facts who = {}) : site{std::move(who)} { through = &everything; }

    /// A run of that day over every due item: those of `missing` are missing, the others retrievable.
    void run_day(int offset, std::set<std::int64_t> const& missing = {}, run_ending ending = {}) {
        auto const day = day_at(offset);
        auto const opened = get(audit->open_run(day, morning_of(day), 7));
        std::vector<verdict_row> rows;
        for (auto const& due : get(audit->due_items(day))) {
            rows.push_back(verdict_of(due.key, missing.contains(due.platform_id)
                                                   ? verdict_kind::missing
                                                   : verdict_kind::retrievable));
        }
        ending.due = ending.measured = static_cast<std::int64_t>(rows.size());
        get(audit->close_run(opened, morning_of(day) + 1h, ending, rows, {}));
    }

    pages::site_facts site;
    scope_rules rules{db};
    api::page_cache cache{[this] { return data_version(db); }, std::size_t{8} << 20U};
    pages::page_sources sources{db, lists, items, rates, runs, time, cache, rules, from};
    api::router everything{
        all_routes(),
        {.find_key = [this](std::string presented) { return keys.find(std::move(presented), time.now()); },
         .report = [this](std::string_view, std::string_view,
                          std::exception const& what) { fault = what.what(); }}};

private:
    std::vector<api::route> all_routes() {
        auto all = api::rest_routes(from);
        auto some = pages::page_routes(sources, site);
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
        return all;
    }
};

/// Whether `text` is well-formed XML.
inline bool is_xml(std::string const& text) {
    boost::property_tree::ptree read;
    std::istringstream in{text};
    try {
        boost::property_tree::read_xml(in, read);
    } catch (boost::property_tree::xml_parser_error const&) {
        return false;
    }
    return true;
}

/// What is drawn in `svg` under a name that its style does not know.
inline std::set<std::string> classes_without_rule(std::string const& svg, std::string_view style) {
    // Handles of a whole, or of what looks like its surroundings.
    static std::set<std::string> const bare{"note", "void", "swatch", "strip", "date", "chart", "picture"};
    static std::regex const classes{"class=\"([^\"]+)\""};
    std::set<std::string> unruled;
    for (std::sregex_iterator found{svg.begin(), svg.end(), classes}, end; found != end; ++found) {
        std::istringstream names{(*found)[1]};
        for (std::string name; names >> name;) {
            bool const ruled = style.find('.' + name) != std::string_view::npos;
            if (!ruled && !bare.contains(name)) unruled.insert(name);
        }
    }
    return unruled;
}

}  // namespace lacuna::test
