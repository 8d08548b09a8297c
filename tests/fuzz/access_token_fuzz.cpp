// No answer of the token endpoint may crash the reader or put a line end into our headers.

#include "probes/tiktok/access_token.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t count) {
    auto const read = lacuna::tiktok::read_token(200, {reinterpret_cast<char const*>(bytes), count});
    if (read && (read->token.empty() || read->token.find_first_of("\r\n") != std::string::npos)) std::abort();
    return 0;
}
