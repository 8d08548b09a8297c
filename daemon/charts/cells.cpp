#include "daemon/charts/cells.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>

namespace lacuna::charts {
namespace {

using std::chrono::days;

utc_day monday_of(utc_day day) { return day - (std::chrono::weekday{day} - std::chrono::Monday); }

/// The first day that no longer lies in the cell of `day`.
utc_day end_of(utc_day day, cell_size size) {
    if (size == cell_size::day) return day + days{1};
    if (size == cell_size::week) return monday_of(day) + days{7};
    std::chrono::year_month_day const date{day};
    return utc_day{(date.year() / date.month() + std::chrono::months{1}) / 1};
}

/// Where a cell stands in its calendar: `line` grows with time.
struct place {
    int line = 0;
    std::size_t column = 0;
};

place place_of(utc_day day, cell_size size) {
    if (size == cell_size::week) {
        // A week belongs to the year of its Thursday.
        auto const thursday = monday_of(day) + days{3};
        auto const year = std::chrono::year_month_day{thursday}.year();
        auto const week = (thursday - utc_day{year / 1 / 1}).count() / 7;
        return {static_cast<int>(year), static_cast<std::size_t>(week)};
    }
    std::chrono::year_month_day const date{day};
    auto const month = static_cast<unsigned>(date.month()) - 1;
    if (size == cell_size::month) return {static_cast<int>(date.year()), month};
    return {static_cast<int>(date.year()) * 12 + static_cast<int>(month),
            static_cast<unsigned>(date.day()) - 1};
}

std::string name_of(int line, cell_size size) {
    if (size != cell_size::day) return std::to_string(line);
    std::chrono::year_month const month{std::chrono::year{line / 12} / (line % 12 + 1)};
    return to_words(utc_day{month / 1}).substr(2);
}

/// For each letter its place in `worst_first`, past its end for what is no verdict.
std::array<std::uint8_t, 256> places_in_order() {
    std::array<std::uint8_t, 256> places{};
    places.fill(static_cast<std::uint8_t>(worst_first().size()));
    for (std::uint8_t place = 0; auto const kind : worst_first()) {
        places[static_cast<unsigned char>(kind)] = place++;
    }
    return places;
}

constexpr std::size_t columns_of(cell_size size) {
    return size == cell_size::day ? 31 : size == cell_size::week ? 53 : 12;
}

}  // namespace

std::string_view to_string(cell_size size) noexcept {
    switch (size) {
        case cell_size::day: return "day";
        case cell_size::week: return "week";
        case cell_size::month: return "month";
    }
    return "day";
}

std::optional<cell_size> read_cell_size(std::string_view name) noexcept {
    for (auto const size : {cell_size::day, cell_size::week, cell_size::month}) {
        if (to_string(size) == name) return size;
    }
    return std::nullopt;
}

std::array<verdict_kind, 12> const& worst_first() noexcept {
    using enum verdict_kind;
    static constexpr std::array<verdict_kind, 12> order{missing,
                                                        lingering,
                                                        unconfirmed,
                                                        excluded,
                                                        too_young,
                                                        not_public,
                                                        imported_not_available,
                                                        retrievable,
                                                        imported_available,
                                                        unknown,
                                                        not_measured,
                                                        imported_error};
    return order;
}

char worst_of(std::string_view letters) noexcept {
    static auto const places = places_in_order();
    auto worst = worst_first().size();
    for (auto const letter : letters) {
        worst = std::min<std::size_t>(worst, places[static_cast<unsigned char>(letter)]);
    }
    return worst < worst_first().size() ? static_cast<char>(worst_first()[worst]) : '\0';
}

std::vector<strip_cell> cells_of(std::string_view letters, utc_day first, cell_size size) {
    std::vector<strip_cell> cells;
    for (auto left = letters; !left.empty();) {
        auto const width = static_cast<std::size_t>((end_of(first, size) - first).count());
        auto const taken = left.substr(0, width);
        auto const next = first + days{static_cast<long>(taken.size())};
        cells.push_back({first, next - days{1}, taken});
        left.remove_prefix(taken.size());
        first = next;
    }
    return cells;
}

std::string drawn_letters(std::vector<strip_cell> const& cells) {
    std::string letters;
    letters.reserve(cells.size());
    for (auto const& cell : cells) letters += cell.drawn();
    return letters;
}

std::vector<calendar_line> calendar_of(std::vector<strip_cell> const& cells, cell_size size) {
    std::map<int, calendar_line, std::greater<>> lines;
    for (auto const& cell : cells) {
        auto const [number, column] = place_of(cell.first, size);
        auto& line = lines[number];
        line.name = name_of(number, size);
        line.places.resize(columns_of(size));
        line.places[column] = cell;
    }
    std::vector<calendar_line> found;
    for (auto& [number, line] : lines) {
        bool const drawn = std::ranges::any_of(
            line.places, [](auto const& place) { return place && place->drawn() != '\0'; });
        if (drawn) found.push_back(std::move(line));
    }
    return found;
}

}  // namespace lacuna::charts
