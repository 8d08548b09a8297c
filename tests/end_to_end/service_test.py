"""The daemon under a service manager: what it says on its socket, how its watchdog is fed, and that it stops in good time."""
import os
import socket
import sys

from stand import Stand, stop, wait_for

SCENARIO = {"seed": 5,
            "population": {"items": 200, "creators": 30, "created_from": "2023-01-01", "created_to": "2026-06-01"}}


class Manager:
    """A socket such as systemd's, and all that was heard on it."""

    def __init__(self, path):
        self.path = path
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.socket.setblocking(False)
        self.heard = []

    def has(self, word):
        while True:
            try:
                self.heard.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                return any(word in message for message in self.heard)

    def wait(self, word, seconds=30):
        wait_for(f"{word} among {self.heard}", seconds, lambda: self.has(word))


def serve_under(manager, stand, watchdog):
    os.environ.update(NOTIFY_SOCKET=str(manager.path), WATCHDOG_USEC=str(watchdog))
    try:
        return stand.serve()
    finally:
        del os.environ["NOTIFY_SOCKET"], os.environ["WATCHDOG_USEC"]


def stopped_in_a_run(stand):
    manager = Manager(stand.folder / "first")
    daemon = serve_under(manager, stand, 400_000)
    manager.wait("READY=1")
    manager.wait("STATUS=Auditing")
    assert stop(daemon, seconds=20) == 0, daemon.log.read_text()
    manager.has("STOPPING=1")
    assert manager.heard[0] == "READY=1" and manager.heard[-1] == "STOPPING=1", manager.heard
    assert stand.number("SELECT count(*) FROM run WHERE ended_at IS NULL") == 1


def resumed_and_ended(stand):
    manager = Manager(stand.folder / "second")
    daemon = serve_under(manager, stand, 400_000)
    manager.wait("STATUS=Serving; last run 20", 120)
    # Fed again and again, not only at the start.
    fed = manager.heard.count("WATCHDOG=1")
    wait_for("three more signs of life", 30, lambda: manager.has("nothing") or manager.heard.count("WATCHDOG=1") >= fed + 3)
    assert stop(daemon, seconds=20) == 0, daemon.log.read_text()


def main():
    with Stand(SCENARIO, settings='[schedule]\nstart = "00:00"', oembed_settings="calls_per_second = 60") as stand:
        stand.lacuna("import", stand.write_watchlist(), "--list", "all")
        stopped_in_a_run(stand)
        resumed_and_ended(stand)
    return 0


if __name__ == "__main__":
    sys.exit(main())
