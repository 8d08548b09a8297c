#include "daemon/store/run_closing.hpp"

#include "daemon/store/database.hpp"
#include "daemon/store/day_counts.hpp"
#include "daemon/store/event_writer.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/past_rows.hpp"
#include "daemon/store/run_totals.hpp"
#include "daemon/store/values.hpp"

#include <algorithm>
#include <unordered_set>

namespace lacuna {
namespace {

constexpr statement update_run{"end_run", R"(
    UPDATE run SET ended_at = to_timestamp($2 / 1000.0), rule_version = $3, api_arm = $4, presence_arm = $5,
                   void_reason = nullif($6, ''), due = $7, measured = $8, calls = $9, calls_failed = $10, readings = $11,
                   public_due = $12, public_measured = $13, public_calls = $14, public_calls_failed = $15,
                   public_readings = $16
     WHERE run = $1)"};
constexpr statement select_public_items{"select_public_items", R"(
    SELECT DISTINCT item FROM publicly_audited)"};

constexpr statement update_checks{"write_run_checks", R"(
    UPDATE run SET calls_contradicted = $2, items_dropped = $3, controls_asked = $4, controls_lost = $5, silent = $6,
                   mass_change = $7::"char", changed_items = $8, live_controls_asked = $9, live_controls_failed = $10,
                   invented_asked = $11, invented_failed = $12, vantages_disagree = $13
     WHERE run = $1)"};
constexpr statement believe_all{"believe_calls", R"(
    UPDATE call SET unsound = '-', contradicted_by = NULL WHERE day = date '1970-01-01' + $1::integer AND unsound <> '-')"};
constexpr statement disbelieve{"disbelieve_calls", R"(
    UPDATE call c SET unsound = CASE WHEN by_call = 0 THEN 's' ELSE 'c' END, contradicted_by = nullif(by_call, 0)
      FROM unnest($1::integer[], $2::integer[]) AS found (call, by_call) WHERE c.call = found.call)"};

std::string word_of(run_ending::arm arm) {
    switch (arm) {
        case run_ending::arm::valid: return "valid";
        case run_ending::arm::invalid: return "void";
        case run_ending::arm::off: return "off";
    }
    return "void";
}

struct share_of_due {
    std::int64_t due = 0;
    std::int64_t measured = 0;
};

/// Was its turn in the API arm due? An item that an ordinary batch said something of was public and dated.
bool was_due(verdict_row const& row, bool presence_off) {
    if (row.first_ask) return true;
    bool const dated = row.judged.reason != verdict_reason::no_creation_time;
    return dated && (presence_off || row.judged.countable);
}

/// Of the judged items those on a public list; bounded by the run's own totals.
share_of_due public_due(pqxx::work& transaction, run_ending const& ending,
                        std::vector<verdict_row> const& verdicts) {
    std::unordered_set<item_key> seen;
    for (auto const& row : run(transaction, select_public_items)) seen.insert(read_number<item_key>(row[0]));
    share_of_due count;
    for (auto const& row : verdicts) {
        if (!seen.contains(row.item) || !was_due(row, ending.presence == run_ending::arm::off)) continue;
        ++count.due;
        if (row.judged.kind != verdict_kind::not_measured) ++count.measured;
    }
    return {.due = std::min(count.due, ending.due), .measured = std::min(count.measured, ending.measured)};
}

void write_checks(pqxx::work& transaction, opened_run const& which, run_checks const& checks) {
    run(transaction, update_checks, static_cast<int>(which.run), checks.calls_contradicted,
        checks.items_dropped, checks.controls_asked, checks.controls_lost, checks.silent,
        std::string{static_cast<char>(checks.mass)}, checks.changed_items, checks.live_asked,
        checks.live_failed, checks.invented_asked, checks.invented_failed, checks.vantages_disagree);
    run(transaction, believe_all, as_number(which.day));
    std::vector<call_id> calls, by;
    for (auto const& one : checks.unsound) {
        calls.push_back(one.call);
        by.push_back(one.contradicted_by.value_or(call_id{}));
    }
    if (!calls.empty()) run(transaction, disbelieve, number_array(calls), number_array(by));
}

}  // namespace

void amend(pqxx::work& transaction, opened_run const& which, std::vector<verdict_row> verdicts) {
    work_through_many_rows(transaction);
    auto const before = select_verdicts(transaction, which.day, which.rule_version);
    std::erase_if(verdicts, [&](verdict_row const& row) {
        auto const found = before.find(row.item);
        return found == before.end() || found->second.judged.reason != verdict_reason::not_bracketed;
    });
    auto const standing = write_verdicts(transaction, which.day, which.rule_version, std::move(verdicts));
    write_day_counts(transaction, which.day, which.rule_version, standing);
    update_events(transaction, which, std::nullopt, standing);
    raise_data_version(transaction);
}

void end_run(pqxx::work& transaction, opened_run const& which, utc_time now, run_ending const& ending,
             std::vector<verdict_row> const& verdicts, std::vector<past_row> const& pasts) {
    work_through_many_rows(transaction);
    auto const totals = totals_of(transaction, which.run);
    bool const hides = hides_items(transaction);
    auto const shown = hides ? public_totals_of(transaction, which.run) : totals;
    auto const due =
        hides ? public_due(transaction, ending, verdicts) : share_of_due{ending.due, ending.measured};
    // An API arm that is off measured nothing, which is what void means for it.
    std::string const api = ending.api == run_ending::arm::valid ? "valid" : "void";
    run(transaction, update_run, static_cast<int>(which.run), as_number(now), which.rule_version, api,
        word_of(ending.presence), ending.void_reason, ending.due, ending.measured, totals.calls,
        totals.calls_failed, totals.readings, due.due, due.measured, shown.calls, shown.calls_failed,
        shown.readings);
    write_checks(transaction, which, ending.checks);
    write_pasts(transaction, which.day, pasts);
    ensure_partitions(transaction, which.day, which.rule_version);
    auto const standing = write_verdicts(transaction, which.day, which.rule_version, verdicts);
    write_day_counts(transaction, which.day, which.rule_version, standing);
    update_events(transaction, which, now, standing);
    raise_data_version(transaction);
}

}  // namespace lacuna
