#pragma once

#include "daemon/api/http.hpp"
#include "daemon/pages/page_sources.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

// What the handlers of all pages have in common.
namespace lacuna::pages {

/// HTML with a Content-Security-Policy that lets nothing run but our own files.
[[nodiscard]] api::response page(std::string body, unsigned status = 200);
/// 400, with what the address should have said.
[[nodiscard]] api::response wrong_address(site_facts const& site, standing const& now,
                                          bad_input const& wrong);
/// 404. @param what a sentence.
[[nodiscard]] api::response missing_page(site_facts const& site, standing const& now,
                                         std::string const& what);

[[nodiscard]] boost::asio::awaitable<standing> standing_of(page_sources from, audience who);

/// Answers one address. What it reads is the caller's to keep alive (page_sources).
using page_handler = boost::asio::awaitable<api::response> (*)(page_sources, site_facts, api::request);

/// Through the page cache: for whatever follows from the data alone.
[[nodiscard]] api::route cached_page(page_sources const& from, site_facts const& site, std::string path,
                                     page_handler answer);
/// Made anew for each request: for what changes without the data.
[[nodiscard]] api::route fresh_page(page_sources const& from, site_facts const& site, std::string path,
                                    page_handler answer);

}  // namespace lacuna::pages
