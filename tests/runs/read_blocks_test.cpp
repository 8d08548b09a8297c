#include "daemon/run/read_blocks.hpp"
#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <string>

using namespace lacuna;
using namespace lacuna::test;

namespace {

/// Blocks of one sweep; the letters are the readings of their controls, '.' for one that was not asked. Which
/// are sound.
std::string sound(std::string const& live, std::string const& invented, bool in_reverse = false) {
    read_blocks blocks;
    std::vector<int> order(live.size());
    std::iota(order.begin(), order.end(), 0);
    if (in_reverse) std::reverse(order.begin(), order.end());
    std::string said(live.size(), ' ');
    std::vector<std::size_t> indexes(live.size());
    for (int const i : order) {
        auto const at = static_cast<std::size_t>(i);
        presence_block block{.block = block_id{100 - i}, .asked_from = morning + i * 1min};
        block.live_reading = live[at] == '.' ? '\0' : live[at];
        block.invented_reading = invented[at] == '.' ? '\0' : invented[at];
        indexes[at] = blocks.add(block, false);
    }
    for (std::size_t at = 0; at < live.size(); ++at) said[at] = blocks.sound(indexes[at]) ? 'y' : '-';
    return said;
}

many_items_day known_live_of_which_lost(int known, int lost) {
    item_past const live{.last_public = item_past::public_reading{block_id{-1}, morning - 24h}};
    many_items_day day{known_items(known, live)};
    day.read(range(1, lost), 'n');
    if (lost < known) day.read(range(lost + 1, known), 'p');
    return day;
}

}  // namespace

TEST_CASE("readings between two known-live items that are not found are not believed", "[read blocks]") {
    // The known-live item is asked before its block's items.
    CHECK(sound("ppp", "...") == "yyy");
    CHECK(sound("pnp", "...") == "yyy");
    CHECK(sound("nnp", "...") == "-yy");
    CHECK(sound("pnnnp", ".....") == "y--yy");
}

TEST_CASE("readings between two invented ids that are found are not believed", "[read blocks]") {
    // The invented id is asked after its block's items.
    CHECK(sound("...", "nnn") == "yyy");
    CHECK(sound("...", "npn") == "yyy");
    CHECK(sound("...", "npp") == "yy-");
    CHECK(sound(".....", "npppn") == "yy--y");
}

TEST_CASE("at the ends of a sweep one failed control decides", "[read blocks]") {
    CHECK(sound("ppn", "...") == "yy-");
    CHECK(sound("...", "pnn") == "-yy");
    CHECK(sound("n", ".") == "-");
    CHECK(sound(".", "p") == "-");
    CHECK(sound("n", "p") == "-");
    CHECK(sound("pnp", "npn") == "yyy");
}

TEST_CASE("a control that was not asked, or said nothing, proves nothing and saves nobody", "[read blocks]") {
    CHECK(sound("...", "...") == "yyy");
    CHECK(sound("ttt", "tst") == "yyy");
    CHECK(sound("n.p", "...") == "-yy");
    CHECK(sound("...", "ntp") == "yy-");
    CHECK(live_result('s') == control_result::failed);
    CHECK(live_result('t') == control_result::not_asked);
    CHECK(invented_result('s') == control_result::not_asked);
    CHECK(invented_result('n') == control_result::passed);
}

TEST_CASE("blocks follow each other by the time they were asked, in whatever order they come",
          "[read blocks]") {
    for (auto const& [live, invented] : {std::pair{"nnp", "..."}, {"pnnnp", "....."}, {"...", "npp"}})
        CHECK(sound(live, invented, true) == sound(live, invented));
}

TEST_CASE("sweeps are judged apart, and so is the next day", "[read blocks]") {
    read_blocks blocks;
    presence_block failed{.block = block_id{1}, .asked_from = morning};
    failed.live_reading = 'n';
    presence_block passed{.block = block_id{2}, .asked_from = morning + 1min};
    passed.live_reading = 'p';
    auto const first = blocks.add(failed, false);
    CHECK_FALSE(blocks.sound(first));

    blocks.add(passed, true);
    CHECK_FALSE(blocks.sound(first));
    passed.purpose = block_purpose::read_again;
    blocks.add(passed, false);
    CHECK_FALSE(blocks.sound(first));
    passed.purpose = block_purpose::sweep;
    blocks.add(passed, false);
    CHECK(blocks.sound(first));
}

TEST_CASE("controls are counted that said something, on the day itself", "[read blocks]") {
    read_blocks blocks;
    int number = 0;
    for (auto const& [live, invented] :
         {std::pair{'p', 'n'}, {'n', 'p'}, {'t', 't'}, {'s', 's'}, {'\0', '\0'}}) {
        presence_block block{.block = block_id{++number}};
        block.live_reading = live;
        block.invented_reading = invented;
        blocks.add(block, false);
        blocks.add(block, true);
    }

    auto const tally = blocks.controls();
    CHECK(tally.live_asked == 3);
    CHECK(tally.live_failed == 2);
    CHECK(tally.invented_asked == 2);
    CHECK(tally.invented_failed == 1);
}

TEST_CASE("the arm is void when more than a third of twenty and more known-live items were lost",
          "[read blocks]") {
    auto const [known, lost, is_void] = GENERATE(table<int, int, bool>(
        {{20, 6, false}, {20, 7, true}, {21, 7, false}, {21, 8, true}, {19, 18, false}, {20, 20, true}}));

    CHECK(known_live_of_which_lost(known, lost).record.presence_is_void() == is_void);
}

TEST_CASE("items that were lost before are not known to be live", "[read blocks]") {
    item_past const lost{.last_public = item_past::public_reading{block_id{-1}, morning - 48h},
                         .negative_days = 1};
    many_items_day day{known_items(30, lost)};
    day.read(range(1, 29), 'n');
    day.read({30});

    CHECK_FALSE(day.record.presence_is_void());
}

TEST_CASE("where nothing is known to be live and nothing is found, of twenty items and more, the arm is void",
          "[read blocks]") {
    auto const [read, found, is_void] =
        GENERATE(table<int, int, bool>({{19, 0, false}, {20, 0, true}, {40, 1, false}}));
    many_items_day day{known_items(50)};
    day.read(range(1, read), 'n');
    if (found > 0) day.read(range(50, 50));

    CHECK(day.record.presence_is_void() == is_void);
}

TEST_CASE("the arm is void when all of two and more controls of a kind failed", "[read blocks]") {
    auto const [asked, failed, is_void] =
        GENERATE(table<int, int, bool>({{1, 1, false}, {2, 2, true}, {2, 1, false}, {3, 3, true}}));
    bool const invented = GENERATE(true, false);
    many_items_day day{known_items(30)};
    for (int i = 0; i < asked; ++i) {
        auto block = day.block_of({1 + i}, 'p');
        char const right = invented ? 'n' : 'p';
        char const wrong = invented ? 'p' : 'n';
        (invented ? block.invented_reading : block.live_reading) = i < failed ? wrong : right;
        day.record.apply(block);
    }

    CHECK(day.record.presence_is_void() == is_void);
}
