#include "daemon/api/http.hpp"

#include "daemon/api/percent.hpp"

#include <algorithm>

namespace lacuna::api {

std::string_view request::header(std::string_view lower_case_name) const {
    for (auto const& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return {};
}

std::optional<std::string> request::parameter(std::string_view name) const {
    auto const question = target.find('?');
    auto rest = question == target.npos ? std::string_view{} : std::string_view{target}.substr(question + 1);
    while (!rest.empty()) {
        auto const one = rest.substr(0, rest.find('&'));
        auto const equals = std::min(one.find('='), one.size());
        if (percent_decoded(one.substr(0, equals), true) == name) {
            return percent_decoded(one.substr(std::min(equals + 1, one.size())), true);
        }
        rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    }
    return {};
}

bool request::may(std::string_view scope) const {
    return key && !key->revoked &&
           std::find(key->scopes.begin(), key->scopes.end(), scope) != key->scopes.end();
}

}  // namespace lacuna::api
