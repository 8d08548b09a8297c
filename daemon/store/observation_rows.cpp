#include "daemon/store/observation_rows.hpp"

#include "daemon/store/database.hpp"
#include "daemon/store/values.hpp"

#include <algorithm>
#include <string>

namespace lacuna {

char const* const call_columns = R"(
    c.call, c.continues, (extract(epoch FROM c.sent_at) * 1000)::bigint AS sent_at, c.latency_ms, c.vantage, c.purpose, c.outcome,
    c.complete, c.http_status, c.window_start - date '1970-01-01' AS window_start,
    c.window_end - date '1970-01-01' AS window_end, c.error_code, c.log_id, c.items, c.controls, c.returned,
    c.views, c.likes, c.comments, c.shares, c.favourites, c.request_sha256, c.response_sha256 )";

namespace {

constexpr statement select_blocks{"select_blocks", R"(
    SELECT block, (extract(epoch FROM asked_from) * 1000)::bigint AS asked_from,
           (extract(epoch FROM asked_until) * 1000)::bigint AS asked_until, vantage, purpose,
           items, readings, milliseconds, hashes, live_control, live_reading, invented_id, invented_reading
      FROM presence_block WHERE day = date '1970-01-01' + $1::integer ORDER BY block)"};

sha256_digest read_digest(pqxx::field const& field) {
    pqxx::binarystring const bytes{field};
    sha256_digest digest{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    return digest;
}

presence_block read_block(pqxx::row const& row) {
    return {
        .block = read_number<block_id>(row["block"]),
        .asked_from = read_instant(row["asked_from"]),
        .asked_until = read_instant(row["asked_until"]),
        .vantage = read_number<vantage_id>(row["vantage"]),
        .purpose = read_number<block_purpose>(row["purpose"]),
        .items = read_numbers<item_key>(row["items"].c_str()),
        .readings = read_letters(row["readings"].c_str()),
        .milliseconds = read_numbers<std::int16_t>(row["milliseconds"].c_str()),
        .hashes = read_numbers<std::int64_t>(row["hashes"].c_str()),
        .live_control = read_optional<item_key>(row["live_control"]).value_or(item_key{}),
        .live_reading = row["live_reading"].is_null() ? '\0' : row["live_reading"].c_str()[0],
        .invented_id = row["invented_id"].is_null() ? 0 : row["invented_id"].as<std::int64_t>(),
        .invented_reading = row["invented_reading"].is_null() ? '\0' : row["invented_reading"].c_str()[0]};
}

std::vector<tiktok::five_counts> read_counts(pqxx::row const& row, std::size_t returned) {
    std::vector<tiktok::five_counts> counts(returned);
    std::size_t which = 0;
    for (auto const* column : {"views", "likes", "comments", "shares", "favourites"}) {
        auto const numbers = read_optional_numbers<std::int64_t>(row[column].c_str());
        for (std::size_t at = 0; at < std::min(returned, numbers.size()); ++at)
            counts[at][which] = numbers[at];
        ++which;
    }
    return counts;
}

}  // namespace

call_record read_call(pqxx::row const& row) {
    call_record call{.call = read_number<call_id>(row["call"]),
                     .continues = read_optional<call_id>(row["continues"]),
                     .sent_at = read_instant(row["sent_at"]),
                     .latency = std::chrono::milliseconds{row["latency_ms"].as<std::int64_t>()},
                     .vantage = read_number<vantage_id>(row["vantage"]),
                     .purpose = read_number<call_purpose>(row["purpose"]),
                     .complete = row["complete"].as<bool>(),
                     .http_status = row["http_status"].as<unsigned>(),
                     .window_start = read_day(row["window_start"]),
                     .window_end = read_day(row["window_end"]),
                     .error_code = read_text(row["error_code"]),
                     .log_id = read_text(row["log_id"]),
                     .items = read_numbers<item_key>(row["items"].c_str()),
                     .controls = read_numbers<item_key>(row["controls"].c_str()),
                     .returned = read_numbers<item_key>(row["returned"].c_str()),
                     .request_sha256 = read_digest(row["request_sha256"])};
    auto const outcome = read_number<probe_failure>(row["outcome"]);
    if (outcome != probe_failure{}) call.failure = outcome;
    if (!row["response_sha256"].is_null()) call.response_sha256 = read_digest(row["response_sha256"]);
    call.counts = read_counts(row, call.returned.size());
    return call;
}

day_observations select_observations(pqxx::work& transaction, utc_day day) {
    static std::string const text = std::string{"SELECT "} + call_columns +
                                    "FROM call c WHERE day = date '1970-01-01' + $1::integer ORDER BY call";
    static statement const select_calls{"select_calls_of_day", text.c_str()};
    day_observations seen;
    for (auto const& row : run(transaction, select_blocks, as_number(day)))
        seen.blocks.push_back(read_block(row));
    for (auto const& row : run(transaction, select_calls, as_number(day)))
        seen.calls.push_back(read_call(row));
    return seen;
}

}  // namespace lacuna
