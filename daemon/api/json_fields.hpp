#pragma once

#include "daemon/watchlist/item_reference.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::api {

/// The members of one small JSON object, each asked for once by its name. What is wrong first is kept; a
/// member that nobody asked for is wrong too, so that a misspelling does not pass for a wish that was
/// granted.
class json_fields {
public:
    /// @return bad_input with the offset where it stops being JSON, or if it is not an object, or a name
    /// stands there twice.
    [[nodiscard]] static checked<json_fields> read(std::string_view body);
    ~json_fields();
    json_fields(json_fields&&) noexcept;

    [[nodiscard]] std::optional<std::string> text(std::string_view name, std::size_t longest);
    [[nodiscard]] std::optional<bool> boolean(std::string_view name);
    /// An array of strings.
    [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view name, std::size_t most,
                                                                std::size_t longest);
    /// Whether it stands there as null, which then is no string to be refused.
    [[nodiscard]] bool is_null(std::string_view name);
    /// Notes what is wrong with a value that was asked for.
    void refuse(std::string_view name, std::string wrong);
    /// After all was asked for.
    [[nodiscard]] std::optional<bad_input> wrong() const;

private:
    struct impl;
    explicit json_fields(std::unique_ptr<impl> from);
    std::unique_ptr<impl> impl_;
};

}  // namespace lacuna::api
