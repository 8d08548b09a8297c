#include "probes/http_port.hpp"

#include <stdexcept>

namespace lacuna {

void throw_exception_from_error(http_failure const& failure, boost::source_location const& where) {
    throw std::logic_error{std::string{"the answer of a failed request was used ("} +
                           std::string{to_string(failure.why)} + ") in " + where.function_name()};
}

}  // namespace lacuna
