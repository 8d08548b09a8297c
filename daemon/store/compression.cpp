#include "daemon/store/compression.hpp"

#include <zstd.h>

#include <stdexcept>

namespace lacuna {

std::string compressed(std::string_view bytes) {
    if (bytes.empty()) return {};
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    auto const size = ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 3);
    if (ZSTD_isError(size) != 0) throw std::runtime_error{std::string{"zstd: "} + ZSTD_getErrorName(size)};
    packed.resize(size);
    return packed;
}

std::string decompressed(std::string_view bytes) {
    if (bytes.empty()) return {};
    auto const expected = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    constexpr unsigned long long most = 1ULL << 30U;
    if (expected == ZSTD_CONTENTSIZE_ERROR || expected == ZSTD_CONTENTSIZE_UNKNOWN || expected > most) {
        throw std::runtime_error{"a stored body is not a zstd frame of a known size"};
    }
    std::string plain(expected, '\0');
    auto const size = ZSTD_decompress(plain.data(), plain.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(size) != 0) throw std::runtime_error{std::string{"zstd: "} + ZSTD_getErrorName(size)};
    plain.resize(size);
    return plain;
}

}  // namespace lacuna
