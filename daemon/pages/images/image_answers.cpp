#include "daemon/pages/images/image_answers.hpp"

#include "daemon/api/reply.hpp"
#include "probes/sha256.hpp"

#include <openssl/evp.h>

#include <array>

namespace lacuna::pages {

std::string csp_hash(std::string_view text) {
    auto const digest = sha256(text);
    std::array<unsigned char, 45> encoded{};  // 4 for each 3 bytes, and a zero.
    auto const length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
    return "sha256-" + std::string{encoded.begin(), encoded.begin() + length};
}

api::response image(std::string svg, std::string_view style) {
    auto answer = api::text(std::move(svg), "image/svg+xml; charset=utf-8");
    std::string const styles = style.empty() ? "" : "style-src '" + csp_hash(style) + "'; ";
    answer.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'none'; " + styles + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    answer.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    answer.headers.emplace_back("Referrer-Policy", "no-referrer");
    answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return answer;
}

}  // namespace lacuna::pages
