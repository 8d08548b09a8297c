#include "probes/inflater.hpp"

#include <algorithm>
#include <new>

namespace lacuna {
namespace {

constexpr int gzip_format = 15 + 16;
constexpr int zlib_format = 15;
constexpr int bare_format = -15;

/// A zlib stream names its method in the low four bits of its first byte; a bare one practically never does
/// so.
bool begins_like_zlib(char first) noexcept { return (static_cast<unsigned char>(first) & 15U) == Z_DEFLATED; }

}  // namespace

inflater::~inflater() {
    if (opened_) inflateEnd(&stream_);
}

void inflater::start(bool any_deflate) {
    any_deflate_ = any_deflate;
    stage_ = stage::first;
}

void inflater::open(int window_bits) {
    int const status = opened_ ? inflateReset2(&stream_, window_bits) : inflateInit2(&stream_, window_bits);
    if (status != Z_OK) throw std::bad_alloc{};
    opened_ = true;
}

inflater::outcome inflater::feed(std::string_view piece, std::string& into, std::size_t limit) {
    constexpr std::size_t step = std::size_t{16} * 1024;
    while (!piece.empty()) {
        if (stage_ != stage::within) {
            if (stage_ == stage::between && any_deflate_) return outcome::malformed;
            open(!any_deflate_ ? gzip_format : begins_like_zlib(piece.front()) ? zlib_format : bare_format);
            stage_ = stage::within;
        }
        int status = Z_OK;
        do {
            auto const had = into.size();
            // One byte more than allowed, so that a body of exactly the limit is told from a longer one.
            auto const room = std::min(std::max(step, had), limit + 1 - had);
            into.resize(had + room);
            // zlib's interface lacks a const; it does not write there.
            stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));  // NOLINT
            stream_.avail_in = static_cast<uInt>(std::min<std::size_t>(piece.size(), 1U << 30U));
            stream_.next_out = reinterpret_cast<Bytef*>(into.data() + had);  // NOLINT
            stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(room, 1U << 30U));
            auto const offered = stream_.avail_in;
            auto const space = stream_.avail_out;
            status = inflate(&stream_, Z_NO_FLUSH);
            piece.remove_prefix(offered - stream_.avail_in);
            into.resize(had + (space - stream_.avail_out));
            if (into.size() > limit) return outcome::too_large;
            if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return outcome::malformed;
        } while (status == Z_OK && (!piece.empty() || stream_.avail_out == 0));
        if (status == Z_STREAM_END) stage_ = stage::between;
        if (status == Z_BUF_ERROR && !piece.empty()) return outcome::malformed;
    }
    return outcome::fine;
}

}  // namespace lacuna
