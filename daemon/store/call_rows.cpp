#include "daemon/store/call_rows.hpp"

#include "daemon/store/compression.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/field_rows.hpp"
#include "daemon/store/metadata_rows.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr statement insert_one{"insert_call", R"(
    INSERT INTO call (call, run, day, sent_at, continues, latency_ms, vantage, purpose, outcome, complete, http_status,
                      window_start, window_end, error_code, log_id, items, controls, returned,
                      views, likes, comments, shares, favourites, request_sha256, response_sha256, body)
    VALUES ($1, $2, date '1970-01-01' + $3::integer, to_timestamp($4 / 1000.0), $5, $6, $7, $8, $9, $10, $11,
            date '1970-01-01' + $12::integer, date '1970-01-01' + $13::integer, nullif($14, ''), nullif($15, ''),
            $16, $17, $18, $19, $20, $21, $22, $23, $24, nullif($25, ''::bytea), nullif($26, ''::bytea))
        ON CONFLICT (call) DO NOTHING)"};

constexpr statement insert_presence{"insert_block", R"(
    INSERT INTO presence_block (block, run, day, asked_from, asked_until, vantage, purpose, items, readings, milliseconds, hashes,
                                live_control, live_reading, invented_id, invented_reading)
    VALUES ($1, $2, date '1970-01-01' + $3::integer, to_timestamp($4 / 1000.0), to_timestamp($5 / 1000.0), $6, $7,
            $8, $9, $10, $11, nullif($12, 0), nullif($13, '')::"char", nullif($14::bigint, 0), nullif($15, '')::"char")
        ON CONFLICT (block) DO NOTHING)"};

constexpr statement name_items{"name_items", R"(
    UPDATE item i SET username = named.username
      FROM unnest($1::integer[], $2::text[]) AS named (item, username)
     WHERE i.item = named.item AND i.username IS DISTINCT FROM named.username)"};

pqxx::binarystring bytes_of(sha256_digest const& digest) { return {digest.data(), digest.size()}; }

/// One of the five counts of every returned item.
std::string count_array(std::vector<tiktok::five_counts> const& counts, std::size_t which) {
    std::string text{"{"};
    for (auto const& five : counts) {
        if (text.size() > 1) text += ',';
        append_element(text, five[which]);
    }
    return text += '}';
}

std::string letter_or_nothing(char letter) { return letter == 0 ? std::string{} : std::string{letter}; }

std::string letter_array(std::vector<char> const& letters) {
    std::string text{"{"};
    for (char const letter : letters) {
        if (text.size() > 1) text += ',';
        text += letter;
    }
    return text += '}';
}

}  // namespace

void insert_call(pqxx::work& transaction, run_id run_number, utc_day day, call_record const& call,
                 std::vector<seen_metadata> const& metadata) {
    std::optional<int> continues;
    if (call.continues) continues = static_cast<int>(*call.continues);
    auto const response = call.response_sha256 ? bytes_of(*call.response_sha256) : pqxx::binarystring{"", 0};
    auto const body = compressed(call.body);
    auto const done =
        run(transaction, insert_one, static_cast<int>(call.call), static_cast<int>(run_number),
            as_number(day), as_number(call.sent_at), continues,
            static_cast<std::int64_t>(call.latency.count()), static_cast<int>(call.vantage),
            static_cast<int>(call.purpose), call.failure ? static_cast<int>(*call.failure) : 0, call.complete,
            static_cast<int>(call.http_status), as_number(call.window_start), as_number(call.window_end),
            call.error_code, call.log_id, number_array(call.items), number_array(call.controls),
            number_array(call.returned), count_array(call.counts, 0), count_array(call.counts, 1),
            count_array(call.counts, 2), count_array(call.counts, 3), count_array(call.counts, 4),
            bytes_of(call.request_sha256), response, pqxx::binarystring{body.data(), body.size()});
    if (done.affected_rows() == 0 || metadata.empty()) return;
    keep_metadata(transaction, day, metadata);
    note_fields(transaction, day, call, metadata);
}

void insert_block(pqxx::work& transaction, run_id run_number, utc_day day, presence_block const& block,
                  std::vector<std::pair<item_key, std::string>> const& usernames) {
    auto const done =
        run(transaction, insert_presence, static_cast<int>(block.block), static_cast<int>(run_number),
            as_number(day), as_number(block.asked_from), as_number(block.asked_until),
            static_cast<int>(block.vantage), static_cast<int>(block.purpose), number_array(block.items),
            letter_array(block.readings), number_array(block.milliseconds), number_array(block.hashes),
            static_cast<int>(block.live_control), letter_or_nothing(block.live_reading), block.invented_id,
            letter_or_nothing(block.invented_reading));
    if (done.affected_rows() == 0 || usernames.empty()) return;
    std::vector<item_key> items;
    std::vector<std::string> names;
    for (auto const& [item, name] : usernames) {
        items.push_back(item);
        names.push_back(name);
    }
    run(transaction, name_items, number_array(items), text_array(names));
}

}  // namespace lacuna
