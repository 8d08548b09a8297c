#include "daemon/events/changes.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using kind = verdict_kind;

namespace {

utc_day const first{std::chrono::year{2026} / 11 / 1};

/// One verdict a day from `first` on.
std::vector<dated_verdict> daily(std::vector<verdict_kind> const& kinds) {
    std::vector<dated_verdict> history;
    for (auto const one : kinds) history.push_back({first + std::chrono::days{history.size()}, one});
    return history;
}

}  // namespace

TEST_CASE("a history that stays the same has no changes", "[events]") {
    CHECK(changes({}).empty());
    CHECK(changes(daily({kind::missing})).empty());
    CHECK(changes(daily({kind::retrievable, kind::retrievable, kind::retrievable})).empty());
}

TEST_CASE("a change stands on the first day of the new verdict", "[events]") {
    auto const found = changes(
        daily({kind::retrievable, kind::retrievable, kind::missing, kind::missing, kind::not_public}));

    REQUIRE(found.size() == 2);
    CHECK(found[0].day == first + std::chrono::days{2});
    CHECK(found[0].from == kind::retrievable);
    CHECK(found[0].to == kind::missing);
    CHECK(found[1].day == first + std::chrono::days{4});
    CHECK(found[1].from == kind::missing);
    CHECK(found[1].to == kind::not_public);
}

TEST_CASE("days that say nothing are passed over", "[events]") {
    auto const nothing = GENERATE(kind::not_measured, kind::unknown, kind::unconfirmed, kind::imported_error);

    CHECK(changes(daily({kind::missing, nothing, nothing, kind::missing})).empty());
    CHECK(changes(daily({nothing, kind::missing, nothing})).empty());
    auto const found = changes(daily({kind::missing, nothing, kind::retrievable}));
    REQUIRE(found.size() == 1);
    CHECK(found[0].day == first + std::chrono::days{2});
    CHECK(found[0].from == kind::missing);
}

TEST_CASE("days without a verdict are no change either", "[events]") {
    std::vector<dated_verdict> const history{{first, kind::missing},
                                             {first + std::chrono::days{40}, kind::missing}};

    CHECK(changes(history).empty());
}

TEST_CASE("an imported series changes within itself, not where our verdicts begin", "[events]") {
    auto const found = changes(daily({kind::imported_available, kind::imported_error,
                                      kind::imported_not_available, kind::missing, kind::retrievable}));

    REQUIRE(found.size() == 2);
    CHECK(found[0].to == kind::imported_not_available);
    CHECK(found[1].from == kind::missing);
    CHECK(found[1].to == kind::retrievable);
}
