#pragma once

#include <zlib.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace lacuna {

/// Decompresses one body after another, piece by piece, never beyond a limit.
class inflater {
public:
    enum class outcome { fine, malformed, too_large };

    inflater() = default;
    ~inflater();
    inflater(inflater const&) = delete;
    inflater& operator=(inflater const&) = delete;

    /// Begins a new body; what was left of the last is forgotten.
    /// @param any_deflate "deflate" means zlib's format (RFC 9110 8.4.1.2), but some servers send the bare
    /// stream.
    void start(bool any_deflate);
    /// Appends what `piece` decompresses to.
    /// @param limit bytes that `into` may grow to.
    [[nodiscard]] outcome feed(std::string_view piece, std::string& into, std::size_t limit);
    /// Whether the body may end here: all of it came, or nothing at all.
    [[nodiscard]] bool complete() const noexcept {
        return stage_ == stage::first || stage_ == stage::between;
    }

private:
    enum class stage {
        first,
        within,
        between
    };  ///< Before, in and after a member: gzip bodies may have several.

    void open(int window_bits);

    z_stream stream_{};
    bool opened_ = false;
    bool any_deflate_ = false;
    stage stage_ = stage::first;
};

}  // namespace lacuna
