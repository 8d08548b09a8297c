#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna {

/// This process's side of systemd's notification protocol (sd_notify(3), sd_watchdog_enabled(3)): one
/// datagram a message, to the socket that NOTIFY_SOCKET names. Of our own, because libsystemd would be a
/// library more in every package and image for what is one `sendto`; the protocol is promised to stay.
///
/// Started by hand, or by anything else, every call does nothing. Nothing here waits or throws: a service
/// manager that does not listen is no reason to stop auditing.
class service_manager {
public:
    /// What the environment says.
    service_manager();
    /// @param socket a path, or a name that begins with '@' (of the abstract kind); empty: nobody listens.
    /// @param watchdog_limit after which silence the manager kills us; none: it does not watch.
    service_manager(std::string socket, std::optional<std::chrono::microseconds> watchdog_limit);
    ~service_manager();
    service_manager(service_manager const&) = delete;
    service_manager& operator=(service_manager const&) = delete;

    [[nodiscard]] bool listens() const noexcept { return descriptor_ >= 0; }
    /// How often `alive` is to be called: half of the limit.
    [[nodiscard]] std::optional<std::chrono::microseconds> watchdog_interval() const noexcept;

    /// The start is over: from now on whoever depends on us may start.
    void ready() const;
    /// One line for `systemctl status`.
    void show(std::string_view status) const;
    void alive() const;
    void stopping() const;

private:
    void send(std::string const& message) const;

    std::string socket_;
    std::optional<std::chrono::microseconds> watchdog_limit_;
    int descriptor_ = -1;
};

}  // namespace lacuna
