#include "daemon/store/verdict_months.hpp"

#include "daemon/store/database.hpp"
#include "daemon/store/values.hpp"

#include <map>

namespace lacuna {
namespace {

constexpr int items_a_part = 32;
constexpr int days_a_line = 31;

constexpr statement select_parts{"select_verdict_months", R"(
    SELECT part, month - date '1970-01-01' AS month, letters FROM verdict_month
     WHERE part = ANY ($1::integer[]) AND rule_version = $2
       AND month BETWEEN date '1970-01-01' + $3::integer AND date '1970-01-01' + $4::integer)"};
constexpr statement write_parts{"write_verdict_months", R"(
    INSERT INTO verdict_month (part, month, rule_version, letters)
    SELECT part, date '1970-01-01' + $1::integer, $2, letters
      FROM unnest($3::integer[], $4::text[]) AS written (part, letters)
        ON CONFLICT (part, rule_version, month) DO UPDATE SET letters = excluded.letters)"};

int part_of(item_key item) { return static_cast<int>(item) / items_a_part; }

/// Where an item's line begins in the letters of its part.
std::size_t line_of(item_key item) {
    return static_cast<std::size_t>(static_cast<int>(item) % items_a_part * days_a_line);
}

utc_day month_of(utc_day day) {
    std::chrono::year_month_day const date{day};
    return utc_day{date.year() / date.month() / 1};
}

template <class Parts>
std::string keys_of(Parts const& parts) {
    std::vector<int> keys;
    for (auto const& [part, what] : parts) keys.push_back(part);
    return number_array(keys);
}

/// Of one day: a letter an item, ' ' where there is no verdict.
std::map<int, std::string> split(verdicts_by_item const& standing) {
    std::map<int, std::string> parts;
    for (auto const& [item, row] : standing) {
        auto& letters = parts.try_emplace(part_of(item), std::string(items_a_part, ' ')).first->second;
        letters[line_of(item) / days_a_line] = static_cast<char>(row.judged.kind);
    }
    return parts;
}

/// The days of one month into a strip.
void copy_month(std::string_view line, utc_day month, rule_span const& span, utc_day from,
                item_strip& strip) {
    auto const end = from + std::chrono::days{static_cast<long>(strip.days.size())};
    for (std::size_t i = 0; i < line.size(); ++i) {
        auto const day = month + std::chrono::days{static_cast<long>(i)};
        if (line[i] == ' ' || day < span.first || day > span.last || day < from || day >= end) continue;
        auto& letter = strip.days[static_cast<std::size_t>((day - from).count())];
        if (letter == '\0') letter = line[i];
    }
}

}  // namespace

void write_letters(pqxx::work& transaction, utc_day day, std::int16_t rule,
                   verdicts_by_item const& standing) {
    auto const of_day = split(standing);
    auto const month = as_number(month_of(day));
    std::map<int, std::string> before;
    for (auto const& row : run(transaction, select_parts, keys_of(of_day), rule, month, month)) {
        before.emplace(row["part"].as<int>(), row["letters"].c_str());
    }
    std::vector<int> parts;
    std::vector<std::string> texts;
    std::string const blank(items_a_part * days_a_line, ' ');
    auto const column = static_cast<std::size_t>((day - month_of(day)).count());
    for (auto const& [part, letters] : of_day) {
        auto const found = before.find(part);
        auto text = found == before.end() ? blank : found->second;
        for (std::size_t i = 0; i < letters.size(); ++i) text.at(i * days_a_line + column) = letters[i];
        if (found != before.end() && text == found->second) continue;
        parts.push_back(part);
        texts.push_back(std::move(text));
    }
    if (!parts.empty()) run(transaction, write_parts, month, rule, number_array(parts), text_array(texts));
}

void read_letters(pqxx::work& transaction, rule_span const& span, utc_day from,
                  std::span<item_strip> strips) {
    std::map<int, std::vector<item_strip*>> wanted;
    for (auto& strip : strips) wanted[part_of(strip.key)].push_back(&strip);
    if (wanted.empty()) return;
    for (auto const& row : run(transaction, select_parts, keys_of(wanted), span.version,
                               as_number(month_of(span.first)), as_number(month_of(span.last)))) {
        std::string_view const letters{row["letters"].c_str(), row["letters"].size()};
        auto const month = read_day(row["month"]);
        for (auto* strip : wanted.at(row["part"].as<int>()))
            copy_month(letters.substr(line_of(strip->key), days_a_line), month, span, from, *strip);
    }
}

}  // namespace lacuna
