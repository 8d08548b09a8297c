#include "daemon/events/item_memory.hpp"

namespace lacuna {
namespace {

constexpr char first_letter = 'A';
constexpr int letters = 12;

}  // namespace

char item_memory::letter() const noexcept {
    if (!returned) return '-';
    return static_cast<char>(first_letter + (days - 1) * 4 + (steady ? 2 : 0) + (*returned ? 1 : 0));
}

item_memory item_memory::of_letter(char letter) noexcept {
    int const number = letter - first_letter;
    if (number < 0 || number >= letters) return {};
    return {.returned = number % 2 == 1, .steady = number / 2 % 2 == 1, .days = number / 4 + 1};
}

std::vector<counting_day> counting_days(item_memory const& before, utc_day day, bool returned) {
    std::vector<counting_day> days;
    days.reserve(4);
    if (before.returned) {
        for (int ago = before.days; ago > 1; --ago)
            days.push_back({.day = day - std::chrono::days{ago}, .returned = before.steady});
        days.push_back({.day = day - std::chrono::days{1}, .returned = *before.returned});
    }
    days.push_back({.day = day, .returned = returned});
    return days;
}

item_memory remember(item_memory const& before, bool returned) {
    debounce item;
    for (auto const& on : counting_days(before, utc_day{}, returned)) (void)item.next(on.returned);
    return {.returned = returned,
            .steady = item.state().value_or(returned),
            .days = before.days < 3 ? before.days + 1 : 3};
}

std::optional<bool> counted_as(judgement const& judged) noexcept {
    if (!judged.counts) return std::nullopt;
    if (judged.kind == verdict_kind::retrievable) return true;
    if (judged.kind == verdict_kind::missing) return false;
    return std::nullopt;
}

}  // namespace lacuna
