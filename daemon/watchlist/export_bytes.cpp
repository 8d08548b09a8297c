#include "daemon/watchlist/export_bytes.hpp"

namespace lacuna {

export_bytes::export_bytes(std::istream& from, std::uint64_t most, std::size_t most_between)
    : from_{from},
      most_{most},
      most_between_{most_between},
      buffer_{std::make_unique<std::array<char, 65536>>()} {
    fill();
}

char export_bytes::Take() {
    if (at_ == end_) return '\0';
    char const next = (*buffer_)[at_++];
    if (++taken_ > most_ || ++between_ > most_between_) {
        too_much_ = true;
        at_ = end_ = 0;
        return '\0';
    }
    if (at_ == end_) fill();
    return next;
}

void export_bytes::fill() {
    at_ = end_ = 0;
    if (!from_) return;
    from_.read(buffer_->data(), static_cast<std::streamsize>(buffer_->size()));
    end_ = static_cast<std::size_t>(from_.gcount());
    soften_escapes();
}

void export_bytes::soften_escapes() {
    for (std::size_t i = 0; i < end_; ++i) {
        char& c = (*buffer_)[i];
        switch (place_) {
            case place::text:
                if (c == '\\') place_ = place::after_backslash;
                break;
            case place::after_backslash: place_ = c == 'u' ? place::after_u : place::text; break;
            case place::after_u:
                if (c == 'd' || c == 'D') c = '0';
                place_ = place::text;
                break;
        }
    }
}

}  // namespace lacuna
