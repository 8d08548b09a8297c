#pragma once

#include "daemon/store/rule_sets.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/time/utc.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

/// What the operator says of this installation.
struct site_facts {
    std::string title{};
    std::string operator_name{};            ///< Empty: not named.
    std::string contact{};                  ///< "mailto:…" or a URL; empty: none.
    std::string public_url{};               ///< Without a slash at its end; empty: addresses stay relative.
    std::string source_url{};               ///< Where the program's source can be had; empty: none.
    std::string licence_name{"CC BY 4.0"};  ///< Of the data.
    std::string licence_url{"https://creativecommons.org/licenses/by/4.0/"};
    bool simulated = false;  ///< Every page says so before anything else.
};

/// What every page says before anything else, as of `now`.
struct standing {
    utc_time now{};
    std::optional<utc_day> as_of{};  ///< The page shows the data as it stood when this day had closed.
    std::optional<run_summary> last_valid{};
    std::vector<rule_set> rules{};  ///< In force on some day, oldest first; empty where nobody looked.
};
inline constexpr std::chrono::hours stale_after{26};
/// Under which rules today is judged; 0: not known.
[[nodiscard]] std::int16_t rules_of_today(standing const& now) noexcept;

/// The list that a page is about, for the lines that show its figures elsewhere.
struct embedded_list {
    std::string slug{}, title{};
    bool rated = true;  ///< The rate can be shown, not the counts alone.
    bool is_public = true;
};

struct page_head {
    std::string title{};              ///< Without the site's; empty on the front page.
    std::string description{};        ///< One sentence for search engines and previews.
    std::string path{};               ///< The canonical address.
    bool indexed = true;              ///< False: search engines are asked to leave it out (filters, errors).
    std::string address{};            ///< Of what is shown, with its filters; empty: the canonical one.
    std::optional<utc_day> newest{};  ///< The newest day that the page tells of; the page can be cited.
    std::optional<embedded_list> list{};
};

/// `address` frozen: it goes on showing the data as of that day. @param address ours, without as_of.
[[nodiscard]] std::string as_of_address(std::string const& address, utc_day day);

/// A whole page around `body`, which is HTML.
[[nodiscard]] std::string lay_out(site_facts const& site, standing const& now, page_head const& head,
                                  std::string const& body);

/// A page that says that something is not there, or was asked in a way that cannot be answered.
[[nodiscard]] std::string render_problem(site_facts const& site, standing const& now,
                                         std::string const& title, std::string const& detail);

}  // namespace lacuna::pages
