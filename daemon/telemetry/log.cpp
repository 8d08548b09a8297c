#include "daemon/telemetry/log.hpp"

#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace lacuna {
namespace {

std::string instant(spdlog::log_clock::time_point at) {
    auto const since = at.time_since_epoch();
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(since);
    auto const milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(since - seconds);
    std::time_t const when = seconds.count();
    std::tm parts{};
    ::gmtime_r(&when, &parts);
    std::array<char, 40> text{};
    auto const length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text.data() + length, text.size() - length, ".%03dZ",
                  static_cast<int>(milliseconds.count() % 1000));
    return text.data();
}

bool continues(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

/// Length of the UTF-8 character at `at`; 0 if none begins there.
std::size_t character_length(std::string_view text, std::size_t at) {
    auto const first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) return 1;
    auto const second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    if (first < 0xC2 || first > 0xF4) return 0;
    if (first < 0xE0) return continues(text, at + 1) ? 2 : 0;
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
    if (first < 0xF0) return continues(text, at + 1) && continues(text, at + 2) ? 3 : 0;
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
    return continues(text, at + 1) && continues(text, at + 2) && continues(text, at + 3) ? 4 : 0;
}

/// Control characters as \n, \t, \u001b …; with `quotes` also " and \, as JSON wants it.
std::string escaped(std::string_view text, bool quotes) {
    std::string clean;
    clean.reserve(text.size() + 8);
    for (std::size_t at = 0; at < text.size();) {
        auto const c = static_cast<unsigned char>(text[at]);
        auto const length = character_length(text, at);
        if (length == 0) {
            clean += "\uFFFD";
        } else if (c == '\n') {
            clean += "\\n";
        } else if (c == '\t') {
            clean += "\\t";
        } else if (c < 0x20 || c == 0x7F) {
            std::array<char, 8> code{};
            std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
            clean += code.data();
        } else {
            if (quotes && (c == '"' || c == '\\')) clean += '\\';
            clean += text.substr(at, length);
        }
        at += length == 0 ? 1 : length;
    }
    return clean;
}

class line_formatter final : public spdlog::formatter {
public:
    explicit line_formatter(log_form form) : form_{form} {}

    void format(spdlog::details::log_msg const& event, spdlog::memory_buf_t& line) override {
        std::string_view const words{event.payload.data(), event.payload.size()};
        auto const level = spdlog::level::to_string_view(event.level);
        std::string text;
        if (form_ == log_form::json) {
            text = "{\"time\":\"" + instant(event.time) + "\",\"level\":\"" +
                   std::string{level.data(), level.size()} + "\",\"message\":\"" + escaped(words, true) +
                   "\"}\n";
        } else {
            text = instant(event.time) + " " + std::string{level.data(), level.size()} + " " +
                   escaped(words, false) + "\n";
        }
        line.append(text.data(), text.data() + text.size());
    }
    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<line_formatter>(form_);
    }

private:
    log_form form_;
};

}  // namespace

std::unique_ptr<spdlog::formatter> make_line_formatter(log_form form) {
    return std::make_unique<line_formatter>(form);
}

void set_up_log(log_form form, std::string_view level) {
    auto logger =
        std::make_shared<spdlog::logger>("lacuna", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_formatter(make_line_formatter(form));
    logger->set_level(spdlog::level::from_str(std::string{level}));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

std::string json_escaped(std::string_view text) { return escaped(text, true); }

void log_incident(std::string_view incident, std::string_view route, std::string_view what) {
    spdlog::error("incident={} route={} what={}", incident, route, what);
}

}  // namespace lacuna
