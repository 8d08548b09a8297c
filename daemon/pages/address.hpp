#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lacuna::pages {

/// Text as it stands in a query or a path segment of a URL.
[[nodiscard]] std::string url_encoded(std::string_view text);

/// Where a creator's page is; empty for a name that no address can carry: none, "." and "..", control
/// characters, what is not UTF-8.
[[nodiscard]] std::string creator_address(std::string const& name);

/// An address of ours whose query carries every filter of the page. Empty values are left out.
class address {
public:
    explicit address(std::string path) : path_{std::move(path)} {}

    /// The same with `name` set to `value`, replaced where it stood.
    [[nodiscard]] address with(std::string_view name, std::string_view value) const;
    [[nodiscard]] address without(std::string_view name) const { return with(name, {}); }
    [[nodiscard]] std::string text() const;

private:
    std::string path_;
    std::vector<std::pair<std::string, std::string>> query_;
};

}  // namespace lacuna::pages
