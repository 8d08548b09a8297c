#pragma once

#include "daemon/store/event_reader.hpp"
#include "daemon/time/utc.hpp"

#include <string>
#include <vector>

namespace lacuna::api {

/// Who publishes the feeds.
struct feed_site {
    std::string title{};       ///< Empty: "Lacuna".
    std::string author{};      ///< Empty: the title.
    std::string public_url{};  ///< Without a slash at its end; empty: links are relative.
};

struct feed_head {
    feed_site site{};
    std::string path{};  ///< The feed's own address.
    std::string list{};  ///< Slug; empty: of all lists.
    std::string list_title{};
    utc_time installed_at{};  ///< With it an id is unlike that of any other installation.
};

/// An Atom feed (RFC 4287). An event is one entry for ever, with the same id: `updated` says when it was last
/// opened, confirmed or closed.
/// @param events newest change first.
[[nodiscard]] std::string atom_feed(feed_head const& head, std::vector<shown_event> const& events);

/// For element content and attributes: escaped, valid UTF-8, without what XML 1.0 does not allow.
[[nodiscard]] std::string xml_escaped(std::string_view text);

}  // namespace lacuna::api
