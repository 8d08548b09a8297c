#include "probes/sha256.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace lacuna {

sha256_digest sha256(std::string_view bytes) {
    sha256_digest digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"OpenSSL has no SHA-256"};
    return digest;
}

std::string to_hex(sha256_digest const& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (auto const byte : digest) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::int64_t short_hash(std::string_view bytes) {
    auto const digest = sha256(bytes);
    std::uint64_t first = 0;
    for (std::size_t at = 0; at < 8; ++at) first = first << 8U | digest[at];
    return static_cast<std::int64_t>(first);
}

}  // namespace lacuna
