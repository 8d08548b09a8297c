#pragma once

#include "daemon/commands/context.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lacuna {

// One function a command; each returns the exit status (command_line.hpp).

/// Serves pages, REST and metrics, and audits every day at the configured time until it is told to stop.
[[nodiscard]] boost::asio::awaitable<int> serve(context& use);

/// One whole run now; again on the same day: what is still due.
[[nodiscard]] boost::asio::awaitable<int> run_once(context& use);

/// What a day would cost, before it is spent.
[[nodiscard]] boost::asio::awaitable<int> show_plan(context& use);

[[nodiscard]] boost::asio::awaitable<int> migrate(context& use);

/// Looks at everything an audit stands on, and says a line each on standard output: how it is, and what to
/// do. Asks for a token and the presence endpoint a few times; costs no quota and changes nothing.
/// @return 0 all is well, 1 a fault, 4 warnings only.
[[nodiscard]] boost::asio::awaitable<int> doctor(context& use);

struct import_order {
    std::string file{};
    std::string slug{};  ///< Of the list; made where there is none.
    std::string title{};
    std::string how{"convenience"};  ///< selection.
    bool is_private = false;
    bool ai_forensics = false;  ///< The file is a series `date,video_id,state`.
};
[[nodiscard]] boost::asio::awaitable<int> import_items(context& use, import_order order);

struct export_order {
    std::string slug{};
    std::string from{};  ///< Days, "YYYY-MM-DD"; empty: from the first, to the last.
    std::string to{};
};
[[nodiscard]] boost::asio::awaitable<int> export_verdicts_csv(context& use, export_order order);

[[nodiscard]] boost::asio::awaitable<int> create_key(context& use, std::string name,
                                                     std::vector<std::string> scopes);
[[nodiscard]] boost::asio::awaitable<int> list_keys(context& use);
[[nodiscard]] boost::asio::awaitable<int> revoke_key(context& use, std::string name);

struct rejudge_order {
    std::string from{};   ///< First day, "YYYY-MM-DD".
    std::string words{};  ///< What is new in the rules; empty: that they were applied again.
};
/// Applies the rules of now to what was observed, from that day to the last that was judged, and says on
/// standard output what changed. The verdicts so far are kept; readers are switched over at the end, or not
/// at all.
[[nodiscard]] boost::asio::awaitable<int> rejudge(context& use, rejudge_order order);

struct rehearsal_order {
    int days = 60;
    std::string until{};                      ///< Last day, "YYYY-MM-DD"; empty: today.
    std::optional<import_order> watchlist{};  ///< Imported on the first rehearsed day, by its clock.
};
/// Audits the simulated platform through the same code as `run`, a day after the other in accelerated time,
/// from the day after the last run that ended.
[[nodiscard]] boost::asio::awaitable<int> rehearse(context& use, rehearsal_order order);

}  // namespace lacuna
