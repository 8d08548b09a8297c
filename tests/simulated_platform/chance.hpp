#pragma once

#include <cstdint>
#include <string_view>

namespace lacuna::simulated {

/// The finaliser of splitmix64: every bit of the result depends on every bit of `x`.
[[nodiscard]] constexpr std::uint64_t scramble(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// 64 bits that depend on all arguments and on nothing else: chance here is always a question of what is
/// asked, never of the order in which it is asked.
template <typename... Parts>
[[nodiscard]] constexpr std::uint64_t draw(std::uint64_t seed, Parts... parts) {
    std::uint64_t state = scramble(seed);
    ((state = scramble(state ^ static_cast<std::uint64_t>(parts))), ...);
    return state;
}

/// Bits as a number in [0, 1).
[[nodiscard]] constexpr double share_of(std::uint64_t bits) {
    return static_cast<double>(bits >> 11) * 0x1.0p-53;
}

/// A text as bits (FNV-1a, then scrambled).
[[nodiscard]] constexpr std::uint64_t fingerprint(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return scramble(hash);
}

}  // namespace lacuna::simulated
