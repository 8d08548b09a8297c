#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lacuna {

/// The numbers and words of an event, as one JSON object.
class event_details {
public:
    event_details& add(std::string_view name, std::int64_t number);
    event_details& add(std::string_view name, double number);  ///< Rounded to six digits after the point.
    event_details& add(std::string_view name, std::string_view text);
    [[nodiscard]] std::string text() const { return members_ + "}"; }

private:
    void key(std::string_view name);
    std::string members_{"{"};
};

}  // namespace lacuna
