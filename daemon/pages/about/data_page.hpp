#pragma once

#include "daemon/pages/about/publication.hpp"

#include <string>
#include <vector>

namespace lacuna::pages {

struct data_view {
    publication open{};                   ///< What everybody may have; described for machines as well.
    std::vector<published_list> shown{};  ///< Private ones too, for who holds a key.
};

/// Every download, the API in three lines, licence and citation.
[[nodiscard]] std::string render_data(data_view const& view);

}  // namespace lacuna::pages
