#include "daemon/pages/template.hpp"

#include "embedded/web.hpp"

#include <map>
#include <stdexcept>

namespace lacuna::pages {
namespace {

kainjow::mustache::mustache parse(std::string const& name) {
    auto const path = "templates/" + name + ".mustache";
    for (auto const& file : embedded::web()) {
        if (file.path != path) continue;
        kainjow::mustache::mustache parsed{std::string{file.bytes}};
        if (!parsed.is_valid()) throw std::logic_error{path + ": " + parsed.error_message()};
        return parsed;
    }
    throw std::logic_error{"no template " + path};
}

}  // namespace

std::string fill(std::string const& name, fields const& with) {
    static std::map<std::string, kainjow::mustache::mustache> parsed;
    auto found = parsed.find(name);
    if (found == parsed.end()) found = parsed.emplace(name, parse(name)).first;
    return found->second.render(with);
}

}  // namespace lacuna::pages
