#include "daemon/commands/run_to_end.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <functional>

namespace lacuna {

namespace asio = boost::asio;

namespace {

constexpr int stopped_by_signal = 130;

}  // namespace

int run_to_end(asio::io_context& events, asio::awaitable<int> work) {
    using namespace std::chrono_literals;
    asio::cancellation_signal stop;
    asio::signal_set signals{events, SIGINT, SIGTERM};
    asio::steady_timer patience{events};
    bool stopping = false;
    std::function<void(boost::system::error_code, int)> const on_signal = [&](boost::system::error_code error,
                                                                              int number) {
        if (error) return;
        if (stopping) std::_Exit(stopped_by_signal);
        stopping = true;
        spdlog::info("stopping: finishing or rolling back what is in flight signal={}", number);
        signals.async_wait(on_signal);
        patience.expires_after(10s);
        patience.async_wait([](boost::system::error_code over) {
            if (over) return;
            spdlog::error("stopping took more than 10 s: ended where it stood");
            std::_Exit(stopped_by_signal);
        });
        stop.emit(asio::cancellation_type::terminal);
    };
    signals.async_wait(on_signal);

    int status = 0;
    std::exception_ptr fault;
    auto const when_ended = [&](std::exception_ptr error, int result) {
        fault = error;
        status = result;
        signals.cancel();
        patience.cancel();
    };
    asio::co_spawn(events, std::move(work), asio::bind_cancellation_slot(stop.slot(), when_ended));
    events.run();

    try {
        if (fault) std::rethrow_exception(fault);
    } catch (boost::system::system_error const& error) {
        if (!stopping || error.code() != asio::error::operation_aborted) throw;
        return stopped_by_signal;
    }
    return status;
}

}  // namespace lacuna
