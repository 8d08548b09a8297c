#include "daemon/pages/address.hpp"

#include "daemon/api/percent.hpp"

namespace lacuna::pages {

std::string url_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    static constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    std::string encoded;
    for (char const c : text) {
        if (plain.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 15U];
        }
    }
    return encoded;
}

std::string creator_address(std::string const& name) {
    if (name.empty() || name == "." || name == "..") return {};
    auto const encoded = url_encoded(name);
    // What the router would refuse leads nowhere.
    if (!api::percent_decoded(encoded, false)) return {};
    return "/creators/tiktok/" + encoded;
}

address address::with(std::string_view name, std::string_view value) const {
    address changed{path_};
    bool placed = false;
    for (auto const& [known, old] : query_) {
        if (known != name) {
            changed.query_.emplace_back(known, old);
        } else if (!value.empty()) {
            changed.query_.emplace_back(name, value);
            placed = true;
        }
    }
    if (!placed && !value.empty()) changed.query_.emplace_back(name, value);
    return changed;
}

std::string address::text() const {
    auto all = path_;
    char before = '?';
    for (auto const& [name, value] : query_) {
        all += before + url_encoded(name) + '=' + url_encoded(value);
        before = '&';
    }
    return all;
}

}  // namespace lacuna::pages
