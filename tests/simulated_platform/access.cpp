#include "tests/simulated_platform/access.hpp"

#include "tests/simulated_platform/chance.hpp"

#include <algorithm>
#include <cstdio>

namespace lacuna::simulated {
namespace {

std::string_view token_in(std::string_view authorization) {
    return authorization.starts_with("Bearer ") ? authorization.substr(7) : std::string_view{};
}

}  // namespace

access::access(scenario const& from)
    : seed_{from.seed},
      clients_{from.clients},
      daily_calls_{from.daily_calls},
      token_life_{from.token_life} {}

bool access::knows(std::string const& key, std::string const& secret) const {
    if (clients_.empty()) return !key.empty() && !secret.empty();
    return std::any_of(clients_.begin(), clients_.end(),
                       [&](client const& it) { return it.key == key && it.secret == secret; });
}

std::string access::issue(std::string const& key, sys_seconds now) {
    // The process's own start keeps a restarted platform from honouring its predecessor's tokens by accident.
    static auto const start =
        static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    ++issued_;
    char text[64];
    std::snprintf(text, sizeof text, "clt.%016llx%016llx",
                  static_cast<unsigned long long>(draw(seed_, issued_, start)),
                  static_cast<unsigned long long>(draw(seed_, start, issued_)));
    if (tokens_.size() > 10'000) tokens_.clear();
    tokens_[text] = {.client = key, .until = now + token_life_};
    return text;
}

std::string access::client_of(std::string_view authorization, sys_seconds now) const {
    auto const found = tokens_.find(std::string{token_in(authorization)});
    return found == tokens_.end() || now >= found->second.until ? std::string{} : found->second.client;
}

void access::revoke(std::string_view authorization) { tokens_.erase(std::string{token_in(authorization)}); }

std::int64_t access::charge(std::string const& key, sys_seconds now) {
    auto limit = daily_calls_;
    for (auto const& it : clients_) {
        if (it.key == key) limit = it.daily_calls;
    }
    auto& today = used_[{std::chrono::floor<std::chrono::days>(now), key}];
    if (today.spent >= limit) {
        ++today.refused;
        return 0;
    }
    return ++today.spent;
}

}  // namespace lacuna::simulated
