#include "daemon/store/told.hpp"

#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr statement select_ours{"select_told_by_audit", R"(
    SELECT item FROM unnest($1::integer[]) AS asked (item)
     WHERE $2 OR EXISTS (SELECT FROM publicly_audited p WHERE p.item = asked.item))"};
constexpr statement select_series{"select_told_by_series", R"(
    SELECT DISTINCT m.item FROM watchlist_item m JOIN watchlist w USING (list)
     WHERE m.item = ANY ($1::integer[]) AND w.imported AND (w.public OR $2))"};

}  // namespace

std::set<item_key> told(pqxx::work& transaction, verdict_origin whose, std::vector<item_key> const& items,
                        audience who) {
    std::set<item_key> known;
    auto const& query = whose == verdict_origin::ours ? select_ours : select_series;
    for (auto const& row : run(transaction, query, number_array(items), who.sees_all()))
        known.insert(read_number<item_key>(row[0]));
    return known;
}

}  // namespace lacuna
