// No bytes that come over a connection may crash the parser, or pass its limits.

#include "probes/http_answer_reader.hpp"

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t count) {
    constexpr std::size_t limit = 2000;
    lacuna::inflater unpack;
    lacuna::http_answer_reader parser{limit, limit, unpack};
    boost::beast::error_code error;
    // In two pieces, cut where the input says: what is not used of the first comes again with the second.
    std::size_t const cut = count == 0 ? 0 : bytes[0] % count;
    auto const used = parser.put(boost::asio::buffer(bytes, cut), error);
    if (error == boost::beast::http::error::need_more) error = {};
    if (!error && !parser.is_done()) parser.put(boost::asio::buffer(bytes + used, count - used), error);
    if (error == boost::beast::http::error::need_more) error = {};
    if (!error && parser.got_some() && !parser.is_done()) parser.put_eof(error);
    if (!error && parser.body().size() > limit) std::abort();
    return 0;
}
