#pragma once

#include "daemon/api/http.hpp"
#include "daemon/pages/item_page.hpp"
#include "daemon/pages/list_page.hpp"
#include "daemon/pages/overview_page.hpp"
#include "daemon/pages/page_routes.hpp"
#include "daemon/pages/runs_page.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

// What each page needs, read from the store; nothing is rendered here. `who` decides whether private lists
// exist.
namespace lacuna::pages {

[[nodiscard]] boost::asio::awaitable<standing> standing_of(page_sources from, audience who);
/// @param days shown in the figures of the lead.
[[nodiscard]] boost::asio::awaitable<overview_view> gather_overview(page_sources from, site_facts site,
                                                                    audience who, int days);
/// @param days_given false: `asked.days` is replaced by what is usual for the list: 60, or the whole of an
/// imported series up to 366.
/// @return none if there is no such list for `who`.
[[nodiscard]] boost::asio::awaitable<std::optional<list_view>> gather_list(page_sources from, site_facts site,
                                                                           audience who, std::string slug,
                                                                           list_question asked,
                                                                           bool days_given);
[[nodiscard]] boost::asio::awaitable<std::optional<item_view>> gather_item(page_sources from, site_facts site,
                                                                           audience who,
                                                                           std::int64_t platform_id,
                                                                           std::size_t most_days);
[[nodiscard]] boost::asio::awaitable<runs_view> gather_runs(page_sources from, site_facts site, audience who,
                                                            std::optional<run_id> before);

/// The filters of a list page's address. @return bad_input naming the parameter and what it accepts.
[[nodiscard]] checked<list_question> read_list_question(api::request const& asked);

}  // namespace lacuna::pages
