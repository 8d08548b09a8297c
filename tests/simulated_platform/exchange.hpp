#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace lacuna::simulated {

/// One request as it arrived; views into the connection's buffers.
struct request {
    std::string_view method{};
    std::string_view target{};  ///< With its query, as sent.
    std::string_view authorization{};
    std::string_view content_type{};
    std::string_view body{};
    bool from_loopback = true;
};

struct answer {
    unsigned status = 200;
    std::string_view type = "application/json";
    std::string body{};
    std::chrono::milliseconds delay{0};  ///< To wait before the first byte.
    bool drop = false;                   ///< Close the connection after the delay, without a byte.
};

/// "a%2Fb+c" as it was meant; what is no valid escape stays as it is.
[[nodiscard]] std::string percent_decoded(std::string_view text, bool plus_is_space);
/// The value of `key` in "a=1&b=2", decoded. @return "" where it is absent.
[[nodiscard]] std::string query_value(std::string_view query, std::string_view key);
/// What follows "?" in a target, and what precedes it.
[[nodiscard]] std::string_view query_of(std::string_view target);
[[nodiscard]] std::string_view path_of(std::string_view target);
/// Appends `text` as a JSON string with its quotes. U+0000 becomes \u0000; the rest goes out as UTF-8.
void append_json_text(std::string& out, std::string_view text);

}  // namespace lacuna::simulated
