#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class formatter;
}

namespace lacuna {

enum class log_form { text, json };

/// Makes spdlog write one line an event to standard error, UTC to the millisecond. As text
///   2026-11-20T05:12:09.123Z warning words…
/// or as JSON {"time":…,"level":…,"message":…}; either way control characters are escaped, so that a line is
/// an event whatever a platform or a client sent. Words of the form name=value stay words: whoever reads JSON
/// lines can split them.
/// @param level "debug", "info", "warning", "error".
void set_up_log(log_form form, std::string_view level);

/// The formatter alone, for another sink.
[[nodiscard]] std::unique_ptr<spdlog::formatter> make_line_formatter(log_form form);

/// `text` as it stands between the quotes of a JSON string; what is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string json_escaped(std::string_view text);

/// A fault became an answer to a client, who was told `incident`.
void log_incident(std::string_view incident, std::string_view route, std::string_view what);

}  // namespace lacuna
