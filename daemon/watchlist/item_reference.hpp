#pragma once

#include "daemon/watchlist/item.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace lacuna {

/// Input from outside that cannot be taken: where it is and what would be accepted there.
struct bad_input {
    std::string where;  ///< "items[12]", "line 7, column created_at", "query parameter day".
    std::string wrong;  ///< A sentence part: "must be …, not …".
};
template <class T>
using checked = boost::system::result<T, bad_input>;

/// Needed by boost::system::result; reaching it means that a `value()` was taken unchecked.
[[noreturn]] void throw_exception_from_error(bad_input const& wrong, boost::source_location const& where);

/// Understands what people paste for one TikTok video: a numeric id of 6 to 19 digits that fits int64,
/// tiktok.com/@user/video/ID, tiktokv.com/share/video/ID, m.tiktok.com/v/ID.html; with or without scheme,
/// www, query and fragment. The username is taken from the URL where it stands there.
/// @return what is wrong for vm./vt. short links ("… is a short link: open it and paste the address it leads
/// to"),
///         photo posts, other hosts, too few or too many digits, overflow. `where` is left to the caller.
[[nodiscard]] checked<named_item> read_item_reference(std::string_view text);

}  // namespace lacuna
