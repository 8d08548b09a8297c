#!/usr/bin/env python3
"""Pages and tables over a generated history: time from the database, rate and latency from memory, weight, CSV and memory.

Starts a daemon of its own over what history.py made, and beside it nginx with the same bytes; all figures of one run are of the
same minutes on the same machine. Needs nginx and wrk, Debian's.
usage: load.py FOLDER ITEMS DAYS [--tries N] [--seconds N] [--rows N]
"""
import argparse
import http.client
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import history  # noqa: E402

NGINX = """
daemon off;
user {user};
worker_processes 1;
pid {room}/pid;
error_log {room}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {room}; proxy_temp_path {room}; fastcgi_temp_path {room}; uwsgi_temp_path {room}; scgi_temp_path {room};
    sendfile on; tcp_nopush on; keepalive_requests 1000000;
    open_file_cache max=100;
    default_type text/html;
    server {{ listen 127.0.0.1:{port}; root {room}/root; }}
}}
"""


def line(what, text):
    print(f"{what:<58} {text}", flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that serves HTTP on a port of 127.0.0.1."""

    def __init__(self, name, port, command, log):
        self.name, self.port = name, port
        self.process = subprocess.Popen(command, stdout=log, stderr=log)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"load: {name} ended by itself; see {log.name}")
                time.sleep(0.05)
        sys.exit(f"load: {name} does not listen")

    def memory(self, field="VmRSS"):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+) kB", text).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)


class Client:
    """One connection, kept."""

    def __init__(self, server, coding="br"):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.headers = {"Accept-Encoding": coding}

    def get(self, address):
        """Body as it came, and milliseconds until its end."""
        began = time.perf_counter()
        self.connection.request("GET", address, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            sys.exit(f"load: {address} answered {answer.status}: {body[:300]}")
        return body, took


def spread(times):
    ordered = sorted(times)
    return f"median {statistics.median(ordered):7.2f} ms   worst of {len(ordered)} {ordered[-1]:7.2f} ms"


class Load:
    def __init__(self, folder, url, given):
        self.url, self.given = url, given
        self.room = pathlib.Path(tempfile.mkdtemp(prefix="lacuna-load."))
        self.room.chmod(0o755)
        (self.room / "root").mkdir()
        self.log = open(folder / "load.log", "w")
        port = free_port()
        settings = history.write_settings(folder, url, f"127.0.0.1:{port}")
        self.lacuna = Server("lacuna", port, [history.LACUNA, "--config", settings, "serve"], self.log)
        self.wait_until_shown()
        port = free_port()
        user = "www-data" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
        (self.room / "nginx.conf").write_text(NGINX.format(room=self.room, port=port, user=user))
        self.nginx = Server("nginx", port, ["nginx", "-c", self.room / "nginx.conf", "-e", self.room / "error.log"], self.log)
        self.fresh = 0

    def wait_until_shown(self):
        """Until the database is open, and brought up to date, pages answer 503."""
        for _ in range(1200):
            connection = http.client.HTTPConnection("127.0.0.1", self.lacuna.port, timeout=60)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
            time.sleep(0.1)
        sys.exit(f"load: the database is not opened; see {self.log.name}")

    def stop(self):
        self.lacuna.stop()
        self.nginx.stop()
        shutil.rmtree(self.room)

    def new_address(self, address):
        """One that was never asked for, so that memory does not have it."""
        self.fresh += 1
        return f"{address}{'&' if '?' in address else '?'}n={os.getpid()}.{self.fresh}"

    def serve_same(self, body):
        """nginx's address of these bytes."""
        self.fresh += 1
        path = self.room / f"root/{self.fresh}.html"
        path.write_bytes(body)
        path.chmod(0o644)
        return f"/{path.name}"

    def processor_time(self):
        """Milliseconds that the daemon and its database connections have used so far: what others use does not count."""
        backends = history.sql(self.url, "SELECT pid FROM pg_stat_activity WHERE application_name = 'lacuna' AND datname = current_database()")
        return [sum(int(path.read_text().split()[0]) for pid in pids for path in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e6
                for pids in ([self.lacuna.process.pid], backends.split())]

    def from_database(self, what, addresses):
        client = Client(self.lacuna)
        body, first = client.get(self.new_address(addresses[0]))
        before = self.processor_time()
        times = [client.get(self.new_address(addresses[i % len(addresses)]))[1] for i in range(self.given.tries)]
        own, database = [(b - a) / len(times) for a, b in zip(before, self.processor_time())]
        line(f"{what}: from the database", f"{spread(times)}   first {first:.0f} ms")
        line("  processor time of that", f"{own + database:.1f} ms: daemon {own:.1f}, PostgreSQL {database:.1f}")
        gz, _ = Client(self.lacuna, "gzip").get(addresses[0])
        plain, _ = Client(self.lacuna, "identity").get(addresses[0])
        same = self.serve_same(body)
        reference = Client(self.nginx)
        line("  nginx, the same bytes", spread([reference.get(same)[1] for _ in range(self.given.tries)]))
        line("  weight", f"{len(body) / 1000:.1f} kB brotli, {len(gz) / 1000:.1f} kB gzip, {len(plain) / 1000:.1f} kB plain")
        return plain.decode()

    def rate(self, server, address):
        out = subprocess.run(["wrk", "-t1", "-c32", f"-d{self.given.seconds}s", "--latency", "-H", "Accept-Encoding: br",
                              f"http://127.0.0.1:{server.port}{address}"], check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in out:
            sys.exit(f"load: {out}")
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), re.search(r"99%\s+(\S+)", out).group(1)

    def from_memory(self, what, address):
        client = Client(self.lacuna)
        body, _ = client.get(address)
        same = self.serve_same(body)
        line(f"{what}: from memory, one connection", spread([client.get(address)[1] for _ in range(1000)]))
        reference = Client(self.nginx)
        line("  nginx, the same bytes", spread([reference.get(same)[1] for _ in range(1000)]))
        rates = {self.nginx: [], self.lacuna: []}
        for _ in range(3):  # In turns: what else the machine does meets both.
            for server, path in ((self.nginx, same), (self.lacuna, address)):
                rates[server].append(self.rate(server, path))
        best = {server: max(figures) for server, figures in rates.items()}
        for server, (rate, slow) in best.items():
            line(f"  {server.name}, 32 connections", f"{rate:7.0f} requests/s   99 % within {slow}")
        line("  ratio", f"{best[self.lacuna][0] / best[self.nginx][0]:.2f} of nginx's rate (the best of three each)")

    def whole_weight(self, html):
        """The page and every file of ours that it asks for."""
        total = {"br": 0, "gzip": 0}
        files = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html)))
        for coding in total:
            client = Client(self.lacuna, coding)
            total[coding] = sum(len(client.get(address)[0]) for address in ["/"] + files)
        line("front page, all included", f"{total['br'] / 1000:.1f} kB brotli, {total['gzip'] / 1000:.1f} kB gzip, {1 + len(files)} files")

    def stream(self, what, address, reference_sql=None):
        """A table of many rows as CSV, while the daemon's memory is watched."""
        seen, ended = [self.lacuna.memory()], threading.Event()

        def watch():
            while not ended.wait(0.02):
                seen.append(self.lacuna.memory())

        watching = threading.Thread(target=watch)
        watching.start()
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.lacuna.port, timeout=600)
        connection.request("GET", address)
        answer = connection.getresponse()
        size = rows = 0
        while piece := answer.read(1 << 16):
            size += len(piece)
            rows += piece.count(b"\n")
        took = time.perf_counter() - began
        ended.set()
        watching.join()
        if answer.status != 200:
            sys.exit(f"load: {address} answered {answer.status}")
        line(f"{what}: {rows - 1:,} rows", f"{size / 1e6 / took:6.1f} MB/s, {size / 1e6:.1f} MB in {took:.2f} s   "
             f"resident {seen[0]:.1f} MB before, {max(seen):.1f} MB at most")
        if reference_sql:
            began = time.perf_counter()
            copied = subprocess.run(["psql", "-XAtq", self.url, "-c", f"COPY ({reference_sql}) TO STDOUT"], check=True, capture_output=True)
            took = time.perf_counter() - began
            line("  psql, COPY of the same rows", f"{len(copied.stdout) / 1e6 / took:6.1f} MB/s, {took:.2f} s")


def measure(load, given, sql):
    line("load average", " ".join(f"{x:.1f}" for x in os.getloadavg()))
    html = load.from_database("front page", ["/"])
    load.whole_weight(html)
    load.from_memory("front page", "/")
    for slug in ("a-thousand", "scattered"):
        load.from_database(f"list {slug}, 1,000 items x 100 days", [f"/lists/{slug}?per_page=1000&days=100"])
    load.from_database("list everything, 100 items x 60 days", ["/lists/everything?per_page=100"])
    ids = sql("SELECT platform_id FROM item WHERE item % 97 = 5 ORDER BY item LIMIT 40").split()
    load.from_database(f"item with {given.days:,} days", [f"/items/tiktok/{one}" for one in ids])
    load.from_database("  by weeks", [f"/items/tiktok/{one}?cell=week" for one in ids])
    load.from_database("  by days, 366 rows", [f"/items/tiktok/{one}?cell=day&days=366" for one in ids])
    load.from_memory("item", f"/items/tiktok/{ids[0]}")
    per_day = given.items if given.items >= 10_000 else given.items * 0.9
    days = min(given.days, int(given.rows / per_day) + 1)
    last = sql("SELECT max(day) FROM run")
    since = sql(f"SELECT max(day) - {days - 1} FROM run")
    load.stream("verdicts.csv", f"/api/v1/lists/everything/verdicts.csv?from={since}&to={last}",
                "SELECT v.day, 'tiktok', i.platform_id, k.name, v.reason, v.rule_version FROM verdict v JOIN item i USING (item) "
                f"JOIN verdict_kind k USING (verdict) WHERE v.day BETWEEN '{since}' AND '{last}' AND v.rule_version > 0")
    load.stream("items.csv", "/api/v1/items.csv")
    load.stream("events.csv", "/api/v1/events.csv")
    load.stream("calls.csv of a run", f"/api/v1/runs/{sql('SELECT max(run) FROM run')}/calls.csv")
    load.stream("an item's history as CSV", f"/api/v1/items/tiktok/{ids[0]}.csv")
    line("resident memory of the daemon", f"{load.lacuna.memory():.1f} MB, at most {load.lacuna.memory('VmHWM'):.1f} MB")
    line("load average", " ".join(f"{x:.1f}" for x in os.getloadavg()))


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=pathlib.Path)
    asked.add_argument("items", type=int)
    asked.add_argument("days", type=int)
    asked.add_argument("--tries", type=int, default=21)
    asked.add_argument("--seconds", type=int, default=5)
    asked.add_argument("--rows", type=int, default=1_000_000)
    given = asked.parse_args()
    folder = given.folder.resolve()
    url = history.cluster_url(folder, f"history_{given.items}x{given.days}")
    load = Load(folder, url, given)
    try:
        measure(load, given, lambda text: history.sql(url, text))
    finally:
        load.stop()


if __name__ == "__main__":
    main()
