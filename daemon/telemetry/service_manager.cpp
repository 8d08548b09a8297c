#include "daemon/telemetry/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <utility>

namespace lacuna {
namespace {

std::string variable(char const* name) {
    auto const* const value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

template <class Number>
std::optional<Number> number_in(std::string const& text) {
    Number read{};
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), read);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return read;
}

/// None where the manager does not watch, or watches another process: WATCHDOG_PID names the one that is
/// meant, for a child inherits the variables.
std::optional<std::chrono::microseconds> watchdog_of_environment() {
    auto const limit = number_in<std::int64_t>(variable("WATCHDOG_USEC"));
    auto const whom = variable("WATCHDOG_PID");
    if (!limit || *limit <= 0 || (!whom.empty() && number_in<pid_t>(whom) != ::getpid())) return std::nullopt;
    return std::chrono::microseconds{*limit};
}

}  // namespace

service_manager::service_manager() : service_manager{variable("NOTIFY_SOCKET"), watchdog_of_environment()} {}

service_manager::service_manager(std::string socket, std::optional<std::chrono::microseconds> watchdog_limit)
    : socket_{std::move(socket)}, watchdog_limit_{watchdog_limit} {
    bool const usable = socket_.size() > 1 && socket_.size() < sizeof(sockaddr_un::sun_path) &&
                        (socket_.front() == '/' || socket_.front() == '@');
    if (usable) descriptor_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

service_manager::~service_manager() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<std::chrono::microseconds> service_manager::watchdog_interval() const noexcept {
    if (!listens() || !watchdog_limit_) return std::nullopt;
    return *watchdog_limit_ / 2;
}

void service_manager::ready() const { send("READY=1"); }

void service_manager::show(std::string_view status) const {
    std::string line{"STATUS="};
    // A line end would begin another assignment.
    std::ranges::transform(status, std::back_inserter(line), [](char c) { return c == '\n' ? ' ' : c; });
    send(line);
}

void service_manager::alive() const { send("WATCHDOG=1"); }

void service_manager::stopping() const { send("STOPPING=1"); }

void service_manager::send(std::string const& message) const {
    if (!listens()) return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(socket_.begin(), socket_.end(), std::begin(address.sun_path));
    if (socket_.front() == '@') address.sun_path[0] = '\0';  // An abstract name has no NUL at its end.
    auto const length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    // What does not go through now is stale at the next try.
    (void)::sendto(descriptor_, message.data(), message.size(), MSG_NOSIGNAL,
                   reinterpret_cast<sockaddr const*>(&address), length);
}

}  // namespace lacuna
