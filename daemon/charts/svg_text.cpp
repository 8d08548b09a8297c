#include "daemon/charts/svg_text.hpp"

#include <cmath>
#include <cstdlib>

namespace lacuna::charts {

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
    for (char const c : text) {
        switch (c) {
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
