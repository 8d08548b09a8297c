#include "daemon/store/audience.hpp"

namespace lacuna {

void look_as_of(pqxx::work& transaction, std::optional<utc_day> day) {
    static constexpr statement set_day{"look_as_of", "SELECT set_config('lacuna.as_of', $1, true)"};
    if (day) run(transaction, set_day, to_string(*day));
}

}  // namespace lacuna
