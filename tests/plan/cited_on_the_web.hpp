#pragma once

#include "daemon/plan/batch.hpp"

#include <fstream>
#include <string>
#include <vector>

namespace lacuna::test {

/// The real list of TikTok videos cited on the web, dated by id, in the file's order; empty where it is not
/// at hand.
inline std::vector<dated_item> cited_on_the_web() {
    std::ifstream file{LACUNA_SOURCE_DIR "/../shared/data/watchlists/tiktok-cited-on-the-web.csv"};
    std::vector<dated_item> items;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        auto const from = line.find(',') + 1;
        auto const id = std::stoll(line.substr(from, line.find(',', from) - from));
        items.push_back({.key = item_key{static_cast<int>(items.size())},
                         .platform_id = id,
                         .created_at = std::chrono::sys_seconds{std::chrono::seconds{id >> 32}}});
    }
    return items;
}

}  // namespace lacuna::test
