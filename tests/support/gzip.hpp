#pragma once

#include <zlib.h>

#include <stdexcept>
#include <string>

namespace lacuna::test {

/// @param window_bits zlib's word for the format: 31 gzip, 15 zlib, -15 neither.
inline std::string packed(std::string const& text, int window_bits) {
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error{"zlib"};
    std::string bytes(deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    bool const whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    bytes.resize(stream.total_out);
    deflateEnd(&stream);
    if (!whole) throw std::runtime_error{"zlib"};
    return bytes;
}

inline std::string gzipped(std::string const& text) { return packed(text, 31); }
inline std::string zlib_packed(std::string const& text) { return packed(text, 15); }
inline std::string bare_deflated(std::string const& text) { return packed(text, -15); }

}  // namespace lacuna::test
