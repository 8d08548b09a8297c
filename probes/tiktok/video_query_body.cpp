#include "probes/tiktok/research_probe.hpp"

#include <charconv>
#include <stdexcept>
#include <string_view>

namespace lacuna::tiktok {
namespace {

/// YYYYMMDD.
std::string compact_day(std::chrono::sys_days day) {
    std::chrono::year_month_day const date{day};
    auto const number = static_cast<int>(date.year()) * 10'000 +
                        static_cast<int>(unsigned{date.month()}) * 100 +
                        static_cast<int>(unsigned{date.day()});
    return std::to_string(number);
}

/// As a JSON string. A search id is opaque, and whatever the platform sent goes back to it.
std::string quoted(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string quoted{'"'};
    for (char const letter : text) {
        auto const code = static_cast<unsigned char>(letter);
        if (code < 0x20) {
            quoted.append("\\u00").append({digits[code >> 4U], digits[code & 15U]});
        } else {
            if (letter == '"' || letter == '\\') quoted += '\\';
            quoted += letter;
        }
    }
    return quoted += '"';
}

}  // namespace

std::string video_query_body(video_query const& query) {
    if (query.ids.empty() || query.ids.size() > 100)
        throw std::invalid_argument{"a query takes 1 to 100 ids"};
    if (query.end < query.start || query.end - query.start > std::chrono::days{30})
        throw std::invalid_argument{"a query's window is 0 to 30 days long"};

    std::string body{R"({"query":{"and":[{"operation":"IN","field_name":"video_id","field_values":[)"};
    body.reserve(200 + query.ids.size() * 22);
    for (auto const id : query.ids) {
        char digits[24];
        auto const end = std::to_chars(std::begin(digits), std::end(digits), id).ptr;
        body.append(body.back() == '[' ? "\"" : ",\"").append(std::begin(digits), end).append("\"");
    }
    body.append(R"(]}]},"start_date":")").append(compact_day(query.start));
    body.append(R"(","end_date":")").append(compact_day(query.end)).append(R"(","max_count":100)");
    if (query.cursor) body.append(R"(,"cursor":)").append(std::to_string(*query.cursor));
    if (!query.search_id.empty()) body.append(R"(,"search_id":)").append(quoted(query.search_id));
    return body.append("}");
}

}  // namespace lacuna::tiktok
