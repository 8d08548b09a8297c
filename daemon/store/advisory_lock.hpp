#pragma once

#include <cstdint>

namespace lacuna {

/// The two numbers of each of our advisory locks: this class, which sql/0003 repeats, and one of those below
/// it.
inline constexpr std::int32_t lock_class = 1280131412;  // "LMLT"
inline constexpr std::int32_t migration_lock =
    1;  ///< While the schema is brought up to date; ends with the transaction.
inline constexpr std::int32_t run_lock_number = 2;  ///< One run at a time; ends with its session.
// 3: while a partition is made (ensure_verdict_partition).
/// Shared by each transaction that stores for a run, until it ends; whoever begins a run waits for them.
inline constexpr std::int32_t run_writes = 4;

}  // namespace lacuna
