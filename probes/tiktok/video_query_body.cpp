#include "probes/tiktok/research_probe.hpp"

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

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

/// The documented region codes (PLATFORM-APIS 1.2: QV).
constexpr std::string_view regions =
    "FR TH MM BD IT NP IQ BR US KW VN AR KZ GB UA TR ID PK NG KH PH EG QA MY ES JO MA SA TW AF EC MX BW JP "
    "LT TN RO LY "
    "IL DZ CG GH DE BJ SN SK BY NL LA BE DO TZ LK NI LB IE RS HU PT GP CM HN FI GA BN SG BO GM BG SD TT OM "
    "FO MZ ML UG "
    "RE PY GT CI SR AO AZ LR CD HR SV MV GY BH TG SL MK KE MT MG MR PA IS LU HT TM ZM CR NO AL ET GW AU KR "
    "UY JM DK AE "
    "MD SE MU SO CO AT GR UZ CL GE PL CA CZ ZA AI VE KG PE CH LV PR NZ TL BT MN FJ SZ VU BF TJ BA AM TD SI "
    "CY MW EE XK "
    "ME KY YE LS ZW MC GN BS PF NA VI BB BZ CW PS FM PG BI AD TV GL KM AW TC CV MO VC NE WS MP DJ RW AG GI "
    "GQ AS AX TO "
    "KN LC NC LI SB SC ST GF MQ DM BL NR KI MH PW RU TP";

std::string condition(std::string_view field, std::vector<std::string> const& values) {
    std::string text{R"({"operation":"IN","field_name":")"};
    text.append(field).append(R"(","field_values":[)");
    for (auto const& value : values)
        text.append(text.back() == '[' ? "\"" : ",\"").append(value).append("\"");
    return text += "]}";
}

/// Conditions of at most 100 values each: nobody knows whether more are taken (PLATFORM-APIS 1.2).
std::string any_region() {
    constexpr std::size_t most = 100;
    constexpr std::size_t step = 3;
    std::string text{R"("or":[)"};
    std::vector<std::string> codes;
    for (std::size_t at = 0; at < regions.size(); at += step) {
        codes.emplace_back(regions.substr(at, 2));
        if (codes.size() < most && at + step < regions.size()) continue;
        if (text.back() != '[') text += ',';
        text += condition("region_code", codes);
        codes.clear();
    }
    return text += ']';
}

}  // namespace

std::string video_query_body(video_query const& query) {
    if (query.ids.size() > 100) throw std::invalid_argument{"a query takes at most 100 ids"};
    if (query.end < query.start || query.end - query.start > std::chrono::days{30})
        throw std::invalid_argument{"a query's window is 0 to 30 days long"};

    std::vector<std::string> ids;
    for (auto const id : query.ids) ids.push_back(std::to_string(id));
    std::string body{R"({"query":{)"};
    body.reserve(200 + query.ids.size() * 22);
    body += ids.empty() ? any_region() : R"("and":[)" + condition("video_id", ids) + ']';
    body.append(R"(},"start_date":")").append(compact_day(query.start));
    body.append(R"(","end_date":")").append(compact_day(query.end)).append(R"(","max_count":100)");
    if (query.ids.empty()) body.append(R"(,"is_random":true)");
    if (query.cursor) body.append(R"(,"cursor":)").append(std::to_string(*query.cursor));
    if (!query.search_id.empty()) body.append(R"(,"search_id":)").append(quoted(query.search_id));
    return body.append("}");
}

}  // namespace lacuna::tiktok
