#pragma once

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

/// What tests look for in the text of a page.
namespace lacuna::test {

/// As a title, a name or an answer: it is shown, and is nothing else.
inline std::string const hostile = "<script>alert('x')</script>\"&{{title}}";

inline bool has(std::string const& text, std::string_view what) {
    return text.find(what) != std::string::npos;
}

inline std::size_t times(std::string const& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

/// From `begin` up to the next `end`; empty without the first.
inline std::string between(std::string const& text, std::string_view begin, std::string_view end) {
    auto const from = text.find(begin);
    if (from == std::string::npos) return {};
    return text.substr(from, text.find(end, from) - from);
}

/// Of a page, or a part of one, in which `hostile` stands.
inline void check_escaped(std::string const& html) {
    CHECK_FALSE(has(html, "<script>"));
    CHECK(has(html, "&lt;script&gt;"));
    CHECK_FALSE(has(html, "style=\""));
}
/// Of a whole page.
inline void check_harmless(std::string const& html) {
    CHECK(times(html, "<script") == 1);  // Our own file; nothing is run that stands in a page.
    CHECK(times(html, "<script src=\"/static/page-") == 1);
    check_escaped(html);
}

}  // namespace lacuna::test
