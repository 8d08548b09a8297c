#include "daemon/pages/static_files.hpp"

#include "daemon/api/compression.hpp"
#include "embedded/web.hpp"
#include "probes/sha256.hpp"

#include <array>
#include <map>
#include <stdexcept>

namespace lacuna::pages {
namespace {

struct known_file {
    std::string address{};
    static_file file{};
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> served{{
    {"add.js", "text/javascript; charset=utf-8"},
    {"page.js", "text/javascript; charset=utf-8"},
    {"progress.js", "text/javascript; charset=utf-8"},
    {"style.css", "text/css; charset=utf-8"},
    {"icon.svg", "image/svg+xml"},
}};

/// As it is served: the stylesheet begins with what all figures share.
std::string served_text(std::string_view name) {
    std::string text{embedded_text(name)};
    return name == "style.css" ? std::string{embedded_text("chart.css")} + text : text;
}

std::map<std::string_view, known_file> const& all() {
    static auto const files = [] {
        std::map<std::string_view, known_file> found;
        for (auto const& [name, type] : served) {
            auto text = served_text(name);
            auto const dot = name.rfind('.');
            auto const hash = to_hex(sha256(text)).substr(0, 12);
            std::string address = "/static/";
            address.append(name.substr(0, dot)).append("-").append(hash).append(name.substr(dot));
            static_file file{.gzip = std::make_shared<std::string const>(api::gzipped(text)),
                             .brotli = std::make_shared<std::string const>(api::brotli(text)),
                             .content_type = type};
            file.bytes = std::make_shared<std::string const>(std::move(text));
            found[name] = {std::move(address), std::move(file)};
        }
        return found;
    }();
    return files;
}

}  // namespace

std::string_view embedded_text(std::string_view file) {
    for (auto const& known : embedded::web()) {
        if (known.path == file) return known.bytes;
    }
    throw std::logic_error{"no file " + std::string{file} + " in web/"};
}

std::string const& static_address(std::string_view file) {
    auto const found = all().find(file);
    if (found == all().end()) throw std::logic_error{"no static file " + std::string{file}};
    return found->second.address;
}

std::optional<static_file> find_static(std::string_view name) {
    for (auto const& [file, known] : all()) {
        if (known.address.substr(std::string_view{"/static/"}.size()) == name) return known.file;
    }
    return std::nullopt;
}

}  // namespace lacuna::pages
