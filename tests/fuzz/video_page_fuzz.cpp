// No body of the Research API, however odd, may crash the reader or yield what cannot be stored.

#include "probes/json_reading.hpp"
#include "probes/tiktok/research_probe.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t count) {
    auto const page = lacuna::tiktok::read_video_page(200, {reinterpret_cast<char const*>(bytes), count});
    for (auto const& row : page.rows) {
        if (lacuna::storable(row.username) != row.username) std::abort();
        if (row.metadata.size() > lacuna::tiktok::metadata_limit || !lacuna::read_json(row.metadata))
            std::abort();
    }
    return 0;
}
