#include "daemon/store/database.hpp"

#include <libpq-fe.h>
#include <spdlog/spdlog.h>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace lacuna {
namespace {

namespace asio = boost::asio;

/// Quoted for a "key=value" connection string.
std::string quoted(std::string_view value) {
    std::string text{"'"};
    for (char const c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

/// `given` as "key=value …" with our own defaults where it is silent.
std::string with_defaults(std::string const& given) {
    char* wrong = nullptr;
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const options{
        PQconninfoParse(given.c_str(), &wrong), &PQconninfoFree};
    PQfreemem(wrong);
    if (!options)
        throw std::invalid_argument{
            "the database's address is neither a postgresql:// URL nor key=value pairs"};
    std::string text = "fallback_application_name='lacuna'";
    bool has_timeout = false;
    for (auto const* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        has_timeout = has_timeout || std::string_view{option->keyword} == "connect_timeout";
        text += " " + std::string{option->keyword} + "=" + quoted(option->val);
    }
    return has_timeout ? text : text + " connect_timeout=10";
}

bool is_away(std::string const& state) {
    return state.starts_with("08") || state.starts_with("53") || state == "57P01" || state == "57P02" ||
           state == "57P03";
}

/// libpq's messages are of several lines.
std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

/// libpqxx 6 would connect again by itself, without our settings, and without the locks of the session.
void stay_broken(pqxx::connection& connection) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
}

}  // namespace

database::database(std::string connection_string, std::size_t connections)
    : connection_string_{with_defaults(connection_string)}, threads_{connections} {}

std::unique_ptr<pqxx::connection> database::connect() const {
    try {
        auto connection = std::make_unique<pqxx::connection>(connection_string_);
        stay_broken(*connection);
        pqxx::nontransaction{*connection}.exec0(
            "SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET client_encoding = 'UTF8'; SET DateStyle "
            "= 'ISO'");
        return connection;
    } catch (pqxx::sql_error const& fault) {
        if (!is_away(fault.sqlstate())) throw;
        throw database_away{one_line(fault.what())};
    } catch (pqxx::broken_connection const& fault) {
        throw database_away{one_line(fault.what())};
    }
}

std::pair<std::unique_ptr<pqxx::connection>, bool> database::take() {
    {
        std::lock_guard const lock{guard_};
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return {std::move(connection), false};
        }
    }
    return {connect(), true};
}

void database::give_back(std::unique_ptr<pqxx::connection> connection) {
    if (!connection->is_open()) return;
    std::lock_guard const lock{guard_};
    idle_.push_back(std::move(connection));
}

std::pair<std::unique_ptr<pqxx::connection>, std::unique_ptr<pqxx::work>> database::begin() {
    for (;;) {
        auto [connection, fresh] = take();
        try {
            auto transaction = std::make_unique<pqxx::work>(*connection);
            return {std::move(connection), std::move(transaction)};
        } catch (pqxx::failure const& fault) {
            // An idle one may have died with a server that is back by now.
            if (fresh) throw database_away{one_line(fault.what())};
        }
    }
}

void database::perform_here(std::function<void(pqxx::work&)> const& job) {
    auto [connection, transaction] = begin();
    auto const away = [&connection = *connection](std::string const& state) {
        return !connection.is_open() || is_away(state);
    };
    try {
        job(*transaction);
        transaction->commit();
    } catch (pqxx::in_doubt_error const& fault) {
        throw database_away{one_line(fault.what())};
    } catch (pqxx::broken_connection const& fault) {
        throw database_away{one_line(fault.what())};
    } catch (pqxx::sql_error const& fault) {
        auto const lost = away(fault.sqlstate());
        transaction.reset();
        give_back(std::move(connection));
        if (lost) throw database_away{one_line(fault.what())};
        throw;
    } catch (std::exception const& fault) {
        auto const lost = away("");
        transaction.reset();
        give_back(std::move(connection));
        if (lost) throw database_away{one_line(fault.what())};
        throw;
    }
    transaction.reset();
    give_back(std::move(connection));
}

asio::awaitable<void> database::on_thread(std::function<void()> const& job) {
    std::exception_ptr fault;
    // The handler owns the frames of all coroutines that wait here, so what `job` refers to outlives its run,
    // whatever happens to them meanwhile; no cancellation slot is asked for, so cancelling waits for the end.
    auto start = [this, &job, &fault](auto handler) {
        auto const executor = asio::get_associated_executor(handler);
        auto guard = asio::make_work_guard(executor);
        auto both = [executor, guard = std::move(guard), &job, &fault,
                     handler = std::move(handler)]() mutable {
            try {
                job();
            } catch (...) {
                fault = std::current_exception();  // Rethrown where it is awaited.
            }
            asio::post(executor, std::move(handler));
        };
        asio::post(threads_, std::move(both));
    };
    auto step = asio::async_initiate<asio::use_awaitable_t<> const, void()>(start, asio::use_awaitable);
    co_await std::move(step);
    if (fault) std::rethrow_exception(fault);
}

asio::awaitable<void> database::perform(std::function<void(pqxx::work&)> const& job) {
    std::function<void()> const here = [this, &job] { perform_here(job); };
    co_await on_thread(here);
}

std::chrono::milliseconds backoff(int tries) {
    return std::min(std::chrono::milliseconds{200} * (1 << std::clamp(tries, 0, 6)),
                    std::chrono::milliseconds{10'000});
}

asio::awaitable<void> wait_until_ready(database& db) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (int tries = 0;; ++tries) {
        try {
            auto ask = [](pqxx::work& transaction) { transaction.exec1("SELECT 1"); };
            co_await db.transact(ask);
            if (tries > 0) spdlog::info("PostgreSQL answers");
            co_return;
        } catch (database_away const& fault) {
            if (tries == 0) spdlog::warn("waiting for PostgreSQL: {}", fault.what());
        }
        timer.expires_after(backoff(tries));
        co_await timer.async_wait(asio::use_awaitable);
    }
}

}  // namespace lacuna
