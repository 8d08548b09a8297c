#include "daemon/store/verdict_rows.hpp"

#include "daemon/store/copy_writer.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/values.hpp"
#include "daemon/store/verdict_months.hpp"

#include <algorithm>

namespace lacuna {
namespace {

constexpr statement select_day{"select_verdicts_of_day", R"(
    SELECT item, decided_by, confirmed_by, presence_before, presence_after, verdict, reason, grade, counts, countable, first_ask
      FROM verdict WHERE day = date '1970-01-01' + $1::integer AND rule_version = $2)"};
constexpr statement delete_some{"delete_verdicts", R"(
    DELETE FROM verdict WHERE item = ANY ($3::integer[]) AND day = date '1970-01-01' + $1::integer AND rule_version = $2)"};
constexpr statement ensure_one{"ensure_verdict_partition", R"(
    SELECT ensure_verdict_partition((date_trunc('month', date '1970-01-01' + $1::integer) + ahead * interval '1 month')::date,
                                    $2::smallint)
      FROM generate_series(0, 2) AS ahead)"};

template <class Number>
std::optional<Number> unless_zero(pqxx::field const& field) {
    auto const number = read_number<Number>(field);
    return number == Number{} ? std::nullopt : std::optional{number};
}

template <class Number>
std::int64_t or_zero(std::optional<Number> const& number) {
    return number ? static_cast<std::int64_t>(*number) : 0;
}

std::optional<bool> read_first_ask(char letter) {
    return letter == '-' ? std::nullopt : std::optional{letter == 'y'};
}

char letter_of_first_ask(std::optional<bool> const& returned) {
    if (!returned) return '-';
    return *returned ? 'y' : 'n';
}

verdict_row read_verdict(pqxx::row const& row) {
    verdict_row verdict{.item = read_number<item_key>(row[0]),
                        .decided_by = unless_zero<call_id>(row[1]),
                        .confirmed_by = unless_zero<call_id>(row[2]),
                        .presence_before = unless_zero<block_id>(row[3]),
                        .presence_after = unless_zero<block_id>(row[4]),
                        .first_ask = read_first_ask(row[10].c_str()[0])};
    verdict.judged = {.kind = static_cast<verdict_kind>(row[5].c_str()[0]),
                      .reason = static_cast<verdict_reason>(row[6].c_str()[0]),
                      .grade = static_cast<absence_grade>(row[7].c_str()[0]),
                      .countable = row[9].c_str()[0] == 't',
                      .counts = row[8].c_str()[0] == 't'};
    return verdict;
}

bool same(verdict_row const& a, verdict_row const& b) {
    return a.judged == b.judged && a.decided_by == b.decided_by && a.confirmed_by == b.confirmed_by &&
           a.presence_before == b.presence_before && a.presence_after == b.presence_after &&
           a.first_ask == b.first_ask;
}

void copy_verdicts(pqxx::work& transaction, utc_day day, std::int16_t rule,
                   std::vector<verdict_row> const& verdicts) {
    // One text for all rows: a date by its number is not what COPY reads.
    auto const day_text = to_string(day);
    copy_writer rows{transaction,
                     "verdict",
                     {"item", "day", "decided_by", "confirmed_by", "presence_before", "presence_after",
                      "rule_version", "verdict", "reason", "grade", "counts", "countable", "first_ask"}};
    for (auto const& row : verdicts) {
        rows.number(static_cast<std::int64_t>(row.item)).text(day_text);
        rows.number(or_zero(row.decided_by)).number(or_zero(row.confirmed_by));
        rows.number(or_zero(row.presence_before)).number(or_zero(row.presence_after)).number(rule);
        rows.letter(static_cast<char>(row.judged.kind)).letter(static_cast<char>(row.judged.reason));
        rows.letter(static_cast<char>(row.judged.grade)).truth(row.judged.counts).truth(row.judged.countable);
        rows.letter(letter_of_first_ask(row.first_ask)).end_row();
    }
    rows.complete();
}

}  // namespace

void lock_verdicts(pqxx::work& transaction) {
    // The parent alone: nobody writes to a partition but through it, and vacuuming one goes on.
    transaction.exec0("LOCK TABLE ONLY verdict IN SHARE ROW EXCLUSIVE MODE");
}

verdicts_by_item select_verdicts(pqxx::work& transaction, utc_day day, std::int16_t rule) {
    verdicts_by_item verdicts;
    auto const rows = run(transaction, select_day, as_number(day), rule);
    verdicts.reserve(rows.size());
    for (auto const& row : rows) {
        auto const verdict = read_verdict(row);
        verdicts.emplace(verdict.item, verdict);
    }
    return verdicts;
}

void ensure_partitions(pqxx::work& transaction, utc_day day, std::int16_t rule) {
    run(transaction, ensure_one, as_number(day), rule);
}

verdicts_by_item write_verdicts(pqxx::work& transaction, utc_day day, std::int16_t rule,
                                std::vector<verdict_row> verdicts) {
    lock_verdicts(transaction);
    auto standing = select_verdicts(transaction, day, rule);
    std::vector<item_key> outdated;
    std::erase_if(verdicts, [&](verdict_row const& row) {
        auto const found = standing.find(row.item);
        if (found == standing.end()) return false;
        if (same(found->second, row)) return true;
        outdated.push_back(row.item);
        return false;
    });
    if (!outdated.empty()) run(transaction, delete_some, as_number(day), rule, number_array(outdated));
    // Rows of neighbouring items then lie side by side, in the table as in its index.
    std::sort(verdicts.begin(), verdicts.end(), [](auto const& a, auto const& b) { return a.item < b.item; });
    if (!verdicts.empty()) copy_verdicts(transaction, day, rule, verdicts);
    standing.reserve(standing.size() + verdicts.size());
    for (auto const& row : verdicts) standing.insert_or_assign(row.item, row);
    write_letters(transaction, day, rule, standing);
    return standing;
}

}  // namespace lacuna
