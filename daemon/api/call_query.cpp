#include "daemon/api/call_query.hpp"

#include <string>

namespace lacuna::api {
namespace {

std::string known_purposes() {
    std::string known;
    for (auto const purpose : call_purposes())
        known += (known.empty() ? "" : ", ") + std::string{to_string(purpose)};
    return known;
}

std::string known_outcomes() {
    std::string known = "answered, failed, not_believed";
    for (auto const failure : probe_failures()) known += ", " + std::string{to_string(failure)};
    return known;
}

}  // namespace

checked<call_filter> call_filter_in(request const& asked) {
    call_filter filter;
    if (auto const purpose = asked.parameter("purpose").value_or(""); !purpose.empty()) {
        filter.purpose = read_call_purpose(purpose);
        if (!filter.purpose)
            return bad_input{"query parameter purpose", "must be one of " + known_purposes()};
    }
    if (auto const outcome = asked.parameter("outcome").value_or(""); !outcome.empty()) {
        filter.outcome = read_call_outcome(outcome);
        if (!filter.outcome)
            return bad_input{"query parameter outcome", "must be one of " + known_outcomes()};
    }
    return filter;
}

}  // namespace lacuna::api
