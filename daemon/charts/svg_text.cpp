#include "daemon/charts/svg_text.hpp"

#include <cmath>
#include <cstdlib>

namespace lacuna::charts {
namespace {

/// Bytes at the beginning of `text` that are no character of XML 1.0: controls, U+FFFE and U+FFFF.
std::size_t not_of_xml(std::string_view text) {
    auto const byte = static_cast<unsigned char>(text.front());
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return 1;
    return text.starts_with("\xef\xbf\xbe") || text.starts_with("\xef\xbf\xbf") ? 3 : 0;
}

}  // namespace

std::string px(double value) {
    long const tenths = std::lround(value * 10);
    std::string text = tenths < 0 ? "-" : "";
    text += std::to_string(std::labs(tenths) / 10);
    if (tenths % 10 != 0) text += '.' + std::to_string(std::labs(tenths) % 10);
    return text;
}

std::string escaped(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (auto const skipped = not_of_xml(text.substr(at)); skipped > 0) {
            at += skipped - 1;
            continue;
        }
        switch (char const c = text[at]) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            case '\'': safe += "&#39;"; break;
            default: safe += c;
        }
    }
    return safe;
}

}  // namespace lacuna::charts
