#include "daemon/verdict/verdict.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace lacuna;

TEST_CASE("every verdict has a letter, a name, words and a glyph of its own", "[verdict]") {
    std::set<char> letters;
    std::set<std::string_view> names;
    std::set<std::string_view> words;
    std::set<std::string_view> glyphs;

    for (auto const& word : verdict_words()) {
        letters.insert(static_cast<char>(word.kind));
        names.insert(word.name);
        words.insert(word.words);
        glyphs.insert(word.glyph);
        CHECK(!word.name.empty());
        CHECK(!word.words.empty());
        CHECK(!word.glyph.empty());
    }

    CHECK(letters == std::set<char>{'l', 'r', 'n', 'g', 'u', 'y', 'x', 'c', 'm', 'A', 'N', 'E'});
    CHECK(names.size() == 12);
    CHECK(words.size() == 12);
    CHECK(glyphs.size() == 12);
}

TEST_CASE("a verdict's name reads back as the verdict, and nothing else does", "[verdict]") {
    for (auto const& word : verdict_words()) {
        CHECK(to_string(word.kind) == word.name);
        CHECK(read_verdict_kind(word.name) == word.kind);
    }

    for (auto const* wrong : {"", "Missing", "missing ", "m", "none", "retrievables"}) {
        CHECK_FALSE(read_verdict_kind(wrong).has_value());
    }
}

TEST_CASE("the published words of the verdicts are those of the method", "[verdict]") {
    auto const words_of = [](verdict_kind kind) {
        for (auto const& word : verdict_words()) {
            if (word.kind == kind) return word.words;
        }
        return std::string_view{};
    };

    CHECK(words_of(verdict_kind::lingering) == "returned though not public");
    CHECK(words_of(verdict_kind::retrievable) == "retrievable");
    CHECK(words_of(verdict_kind::not_public) == "not public from this vantage");
    CHECK(words_of(verdict_kind::not_measured) == "not measured");
    CHECK(words_of(verdict_kind::unknown) == "public presence not known");
    CHECK(words_of(verdict_kind::too_young) == "too new to judge");
    CHECK(words_of(verdict_kind::excluded) == "public, outside the documented scope");
    CHECK(words_of(verdict_kind::unconfirmed) == "absent, not yet confirmed");
    CHECK(words_of(verdict_kind::missing) == "public, not returned");
}

TEST_CASE("reasons and grades have names of their own", "[verdict]") {
    std::set<std::string_view> reasons;
    for (char const letter : std::string{"-dsfrqtopew1b"}) {
        reasons.insert(to_string(static_cast<verdict_reason>(letter)));
    }
    std::set<std::string_view> grades;
    for (char const letter : std::string{"-12a"})
        grades.insert(to_string(static_cast<absence_grade>(letter)));

    CHECK(reasons.size() == 13);
    CHECK(reasons.count("unknown_reason") == 0);
    CHECK(grades == std::set<std::string_view>{"none", "once", "twice", "alone"});
}
