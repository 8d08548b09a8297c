// No body of oEmbed, however odd, may crash the reader or be taken for two things.

#include "probes/tiktok/oembed_probe.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t count) {
    using state = lacuna::tiktok::presence_reading::state;
    std::string_view const body{reinterpret_cast<char const*>(bytes), count};
    auto const ok = lacuna::tiktok::read_oembed(200, body);
    if ((ok.is == state::is_public) == ok.username.empty()) std::abort();
    if ((ok.is == state::failed) != ok.failure.has_value()) std::abort();
    if (lacuna::tiktok::read_oembed(400, body).is == state::is_public) std::abort();
    return 0;
}
