#include "daemon/api/rest.hpp"

#include "daemon/api/status_report.hpp"

#include <iterator>

namespace lacuna::api {

std::vector<route> rest_routes(rest_sources const& from) {
    std::vector<route> all;
    for (auto const part :
         {list_routes, completeness_routes, creator_routes, creator_history_routes, stratum_routes,
          lag_routes, count_routes, event_routes, item_routes, item_adding_routes, run_routes, call_routes,
          plan_routes, scope_rule_routes, status_routes, service_routes}) {
        auto some = part(from);
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    }
    return all;
}

handler with(rest_sources const& from, rest_handler what) {
    return [&from, what](request asked) { return what(from, std::move(asked)); };
}

void add_table(std::vector<route>& routes, std::string const& path, rest_sources const& from,
               rest_handler what, std::string const& scope) {
    routes.push_back({.path = path + ".csv", .handle = with(from, what), .scope = scope});
    routes.push_back({.path = path, .handle = with(from, what), .scope = scope});
}

bool wants_csv(request const& asked) {
    return asked.path.ends_with(".csv") || asked.header("accept").starts_with("text/csv");
}

}  // namespace lacuna::api
