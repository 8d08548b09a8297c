#include "daemon/store/key_store.hpp"

#include "daemon/store/values.hpp"
#include "probes/sha256.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace lacuna {
namespace {

constexpr std::string_view prefix = "lacuna_";

#define LACUNA_KEY_COLUMNS                                                                                   \
    "SELECT name, array_to_string(scopes, ' ') AS scopes, (extract(epoch FROM created_at) * 1000)::bigint "  \
    "AS created_at,"                                                                                         \
    "       (extract(epoch FROM last_used) * 1000)::bigint AS last_used, revoked_at IS NOT NULL AS revoked " \
    "FROM api_key "

constexpr statement insert_key{"insert_key", R"(
    INSERT INTO api_key (name, sha256, scopes, created_at)
    VALUES ($1, decode($2, 'hex'), $3, to_timestamp($4 / 1000.0)) ON CONFLICT (name) DO NOTHING)"};
constexpr statement select_keys{"select_keys", LACUNA_KEY_COLUMNS "ORDER BY key"};
constexpr statement select_key{"select_key",
                               LACUNA_KEY_COLUMNS "WHERE sha256 = decode($1, 'hex') AND revoked_at IS NULL"};
constexpr statement revoke_key{"revoke_key", R"(
    UPDATE api_key SET revoked_at = to_timestamp($2 / 1000.0) WHERE name = $1 AND revoked_at IS NULL)"};
constexpr statement note_use{"note_key_use", R"(
    UPDATE api_key SET last_used = to_timestamp($2 / 1000.0) WHERE name = $1)"};

std::string base64url(std::array<unsigned char, 32> const& bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    unsigned held = 0;
    int bits = 0;
    for (auto const byte : bytes) {
        held = (held << 8U) | byte;
        for (bits += 8; bits >= 6; bits -= 6)
            text += alphabet[(held >> static_cast<unsigned>(bits - 6)) & 63U];
    }
    if (bits > 0) text += alphabet[(held << static_cast<unsigned>(6 - bits)) & 63U];
    return text;
}

std::string new_key() {
    std::array<unsigned char, 32> random{};
    if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1)
        throw std::runtime_error{"no random bytes"};
    return std::string{prefix} + base64url(random);
}

api_key read_key(pqxx::row const& row) {
    api_key key{.name = read_text(row["name"]),
                .created_at = read_instant(row["created_at"]),
                .revoked = row["revoked"].as<bool>()};
    auto const scopes = read_text(row["scopes"]);
    for (std::size_t from = 0; from < scopes.size();) {
        auto const to = std::min(scopes.find(' ', from), scopes.size());
        key.scopes.push_back(scopes.substr(from, to - from));
        from = to + 1;
    }
    if (!row["last_used"].is_null()) key.last_used = read_instant(row["last_used"]);
    return key;
}

std::optional<api_key> find_here(pqxx::work& transaction, std::string const& digest, utc_time now) {
    auto const rows = run(transaction, select_key, digest);
    if (rows.empty()) return std::nullopt;
    auto key = read_key(rows[0]);
    if (!key.last_used || now - *key.last_used >= std::chrono::minutes{1}) {
        run(transaction, note_use, key.name, as_number(now));
        key.last_used = now;
    }
    return key;
}

}  // namespace

boost::asio::awaitable<std::optional<std::string>> key_store::create(std::string name,
                                                                     std::vector<std::string> scopes,
                                                                     utc_time now) {
    auto const secret = new_key();
    auto insert = [&](pqxx::work& transaction) -> std::optional<std::string> {
        auto const made =
            run(transaction, insert_key, name, to_hex(sha256(secret)), text_array(scopes), as_number(now));
        if (made.affected_rows() == 0) return std::nullopt;
        return secret;
    };
    co_return co_await db_.transact(insert);
}

boost::asio::awaitable<std::vector<api_key>> key_store::all() {
    auto read = [](pqxx::work& transaction) {
        std::vector<api_key> keys;
        for (auto const& row : run(transaction, select_keys)) keys.push_back(read_key(row));
        return keys;
    };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<bool> key_store::revoke(std::string name, utc_time now) {
    auto update = [&name, now](pqxx::work& transaction) {
        return run(transaction, revoke_key, name, as_number(now)).affected_rows() == 1;
    };
    co_return co_await db_.transact(update);
}

boost::asio::awaitable<std::optional<api_key>> key_store::find(std::string presented, utc_time now) {
    if (presented.size() != prefix.size() + 43 || !presented.starts_with(prefix)) co_return std::nullopt;
    auto const digest = to_hex(sha256(presented));
    auto look = [&digest, now](pqxx::work& transaction) { return find_here(transaction, digest, now); };
    co_return co_await db_.transact(look);
}

}  // namespace lacuna
