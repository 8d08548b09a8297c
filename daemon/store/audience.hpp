#pragma once

namespace lacuna {

/// Who asks. To everybody else private lists, and items only on them, do not exist: not in counts, metrics,
/// calls, plans or feeds.
enum class audience { everyone, key_holder };

}  // namespace lacuna
