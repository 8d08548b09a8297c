#include "daemon/api/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <stdexcept>

namespace lacuna::api {

std::string gzipped(std::string_view bytes) {
    z_stream stream{};
    constexpr int with_gzip_header = 15 + 16;
    if (deflateInit2(&stream, 6, Z_DEFLATED, with_gzip_header, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc{};
    std::string packed(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib only reads it.
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    int const ended = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (ended != Z_STREAM_END) throw std::logic_error{"deflateBound was too small"};
    packed.shrink_to_fit();
    return packed;
}

std::string brotli(std::string_view bytes) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string packed(size, '\0');
    constexpr int quality = 5;
    if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                              reinterpret_cast<std::uint8_t const*>(bytes.data()), &size,
                              reinterpret_cast<std::uint8_t*>(packed.data())) == BROTLI_FALSE) {
        throw std::runtime_error{"brotli did not compress"};
    }
    packed.resize(size);
    packed.shrink_to_fit();
    return packed;
}

coding best_coding(std::string_view accept_encoding) {
    auto best = coding::identity;
    while (!accept_encoding.empty()) {
        auto const comma = accept_encoding.find(',');
        auto one = accept_encoding.substr(0, comma);
        accept_encoding.remove_prefix(comma == accept_encoding.npos ? accept_encoding.size() : comma + 1);
        one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
        auto const weight = one.find("q=0");
        bool const refused = weight != one.npos && one.find_first_of("123456789", weight) == one.npos;
        auto const name = one.substr(0, one.find_first_of(" \t;"));
        if (refused) continue;
        if (name == "br") return coding::brotli;
        if (name == "gzip") best = coding::gzip;
    }
    return best;
}

}  // namespace lacuna::api
