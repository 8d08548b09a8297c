#pragma once

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>

namespace lacuna::pages {

/// What a template's names stand for. {{name}} escapes, {{{name}}} is for what our own code made.
using fields = kainjow::mustache::data;

/// An empty list, to push fields into.
[[nodiscard]] inline fields list_of_fields() { return fields{fields::type::list}; }

/// web/templates/NAME.mustache with its names filled in. Each template is parsed once a process. One thread.
/// @throws std::logic_error if there is no such template or it does not parse.
[[nodiscard]] std::string fill(std::string const& name, fields const& with);

}  // namespace lacuna::pages
