#pragma once

#include "daemon/run/observations.hpp"
#include "daemon/store/database.hpp"
#include "daemon/verdict/scope.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// A rule as it was before somebody changed it.
struct scope_rule_edit {
    utc_time edited_at{};
    std::string edited_by{};  ///< The name of a key.
    scope_rule was{};
};

/// A rule and its history.
struct kept_scope_rule {
    scope_rule rule{};
    utc_time created_at{};
    std::string created_by{};              ///< "Lacuna", or the name of a key.
    std::vector<scope_rule_edit> edits{};  ///< Oldest first.
};

/// What is to change; only what is set. What kind of evidence a rule needs, and its platform, never change:
/// that is another rule.
struct scope_rule_change {
    std::optional<std::vector<std::string>> values{};
    std::optional<std::string> words{};
    std::optional<std::string> source{};
    std::optional<std::optional<utc_day>> valid_from{};
    std::optional<std::optional<utc_day>> valid_to{};
    std::optional<bool> archived{};
};

/// The rules, their history, and who wrote what. They take effect at the next run.
class scope_rules {
public:
    explicit scope_rules(database& db) : db_{db} {}

    /// In the order in which they apply, archived ones too.
    [[nodiscard]] boost::asio::awaitable<std::vector<kept_scope_rule>> all();
    [[nodiscard]] boost::asio::awaitable<std::optional<kept_scope_rule>> find(std::string slug);
    /// @param rule without anything wrong_with it.
    /// @return false if the slug is taken.
    [[nodiscard]] boost::asio::awaitable<bool> create(scope_rule rule, std::string by, utc_time now);
    /// Keeps what the rule was beside what it becomes; a change that changes nothing leaves no trace.
    /// @return what is wrong with what it would become; `where` is "slug" if there is no such rule.
    [[nodiscard]] boost::asio::awaitable<std::optional<bad_input>> change(std::string slug,
                                                                          scope_rule_change wanted,
                                                                          std::string by, utc_time now);

private:
    database& db_;
};

// Within the caller's transaction.

/// In the order in which they apply, archived ones too.
[[nodiscard]] std::vector<scope_rule> select_scope_rules(pqxx::work& transaction);
/// What may be used as evidence of one item: its region, where it came from another source than the audited
/// API.
[[nodiscard]] scope_evidence select_scope_evidence(pqxx::work& transaction, item_key item);
/// Sets the scope of each item by the rules in force on `day`.
void find_scopes(pqxx::work& transaction, utc_day day, std::vector<due_item>& items);

}  // namespace lacuna
