#include "daemon/telemetry/service_manager.hpp"

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <string>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

/// A socket as systemd's, in the place of its own.
class listening_manager {
public:
    explicit listening_manager(std::string name)
        : name_{std::move(name)}, descriptor_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        name_.copy(address.sun_path, sizeof address.sun_path - 1);
        if (name_.front() == '@') address.sun_path[0] = '\0';
        auto const length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
        REQUIRE(::bind(descriptor_, reinterpret_cast<sockaddr const*>(&address), length) == 0);
    }
    ~listening_manager() {
        ::close(descriptor_);
        if (name_.front() == '/') std::filesystem::remove(name_);
    }
    listening_manager(listening_manager const&) = delete;
    listening_manager& operator=(listening_manager const&) = delete;

    /// The next message; empty if there is none.
    [[nodiscard]] std::string heard() const {
        std::array<char, 512> bytes{};
        auto const length = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
        return length > 0 ? std::string{bytes.data(), static_cast<std::size_t>(length)} : std::string{};
    }
    [[nodiscard]] std::string const& name() const { return name_; }

private:
    std::string name_;
    int descriptor_;
};

std::string a_name(char const* prefix) {
    return prefix + std::string{"lacuna-notify-"} + std::to_string(::getpid());
}

/// An environment variable for the length of a test.
class variable {
public:
    variable(char const* name, std::string const& value) : name_{name} { ::setenv(name, value.c_str(), 1); }
    ~variable() { ::unsetenv(name_); }
    variable(variable const&) = delete;
    variable& operator=(variable const&) = delete;

private:
    char const* name_;
};

}  // namespace

TEST_CASE("a service manager hears each word as one message", "[service_manager]") {
    for (auto const* const place : {"/tmp/", "@"}) {
        listening_manager const systemd{a_name(place)};
        service_manager const manager{systemd.name(), 20s};

        manager.ready();
        manager.show("auditing\nREADY=0");
        manager.alive();
        manager.stopping();

        CHECK(systemd.heard() == "READY=1");
        CHECK(systemd.heard() == "STATUS=auditing READY=0");
        CHECK(systemd.heard() == "WATCHDOG=1");
        CHECK(systemd.heard() == "STOPPING=1");
        CHECK(systemd.heard().empty());
        CHECK(manager.watchdog_interval() == 10s);
    }
}

TEST_CASE("without a service manager nothing is said, and nothing goes wrong", "[service_manager]") {
    for (auto const& socket :
         {std::string{}, std::string{"/"}, std::string{"relative"}, std::string(200, '/')}) {
        service_manager const manager{socket, 20s};

        manager.ready();

        CHECK_FALSE(manager.listens());
        CHECK_FALSE(manager.watchdog_interval());
    }
    service_manager const gone{"/nonexistent/notify", std::nullopt};
    gone.ready();
    CHECK_FALSE(gone.watchdog_interval());
}

TEST_CASE("the watchdog is this process's only if it is named, or nobody is", "[service_manager]") {
    variable const socket{"NOTIFY_SOCKET", "@nobody"};
    variable const limit{"WATCHDOG_USEC", "60000000"};
    CHECK(service_manager{}.watchdog_interval() == 30s);
    {
        variable const me{"WATCHDOG_PID", std::to_string(::getpid())};
        CHECK(service_manager{}.watchdog_interval() == 30s);
    }
    {
        variable const other{"WATCHDOG_PID", "1"};
        CHECK_FALSE(service_manager{}.watchdog_interval());
    }
    variable const nonsense{"WATCHDOG_USEC", "60s"};
    CHECK_FALSE(service_manager{}.watchdog_interval());
}
