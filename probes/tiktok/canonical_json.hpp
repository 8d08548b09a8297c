#pragma once

#include <rapidjson/document.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lacuna::tiktok {

/// `value` with sorted keys and no spaces, so that equal values are equal bytes. Of a key given twice the
/// last counts. Recursive: for what `read_json` let through.
void write_canonical(rapidjson::Value const& value, std::string& into);

/// An object put together member by member, whose text is canonical and bounded.
class canonical_object {
public:
    /// @param name lives until `text`.
    void add(std::string_view name, rapidjson::Value const& value);

    /// @return at most `limit` bytes (which must be over 100): where there is more, the largest members are
    /// left out,
    ///         and a member "lacuna_fields_dropped" says how many.
    [[nodiscard]] std::string text(std::size_t limit);

private:
    struct member {
        std::string_view name;
        std::string text;  ///< "name":value
    };

    /// Leaves out the largest until `size` is at most `limit`, and notes how many. @return the size then.
    std::size_t drop_largest(std::size_t size, std::size_t limit);

    std::vector<member> members_{};
};

}  // namespace lacuna::tiktok
