#pragma once

#include <cstdint>

namespace lacuna {

/// Rows of the tables run, call, presence_block and vantage. Calls and blocks are numbered in the order of
/// asking.
enum class run_id : std::int32_t {};
enum class call_id : std::int32_t {};
enum class block_id : std::int32_t {};
enum class vantage_id : std::int16_t {};

}  // namespace lacuna
