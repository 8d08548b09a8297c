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

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> served{{
    {"style.css", "text/css; charset=utf-8"},
    {"page.js", "text/javascript; charset=utf-8"},
    {"icon.svg", "image/svg+xml"},
}};

std::map<std::string_view, known_file> const& all() {
    static auto const files = [] {
        std::map<std::string_view, known_file> found;
        for (auto const& [name, type] : served) {
            for (auto const& file : embedded::web()) {
                if (file.path != name) continue;
                auto const dot = name.rfind('.');
                auto const hash = to_hex(sha256(file.bytes)).substr(0, 12);
                std::string address = "/static/";
                address.append(name.substr(0, dot)).append("-").append(hash).append(name.substr(dot));
                found[name] = {address,
                               {.bytes = std::make_shared<std::string const>(file.bytes),
                                .gzip = std::make_shared<std::string const>(api::gzipped(file.bytes)),
                                .brotli = std::make_shared<std::string const>(api::brotli(file.bytes)),
                                .content_type = type}};
            }
        }
        return found;
    }();
    return files;
}

}  // namespace

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
