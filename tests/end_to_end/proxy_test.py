"""nginx as deploy/nginx/lacuna.conf sets it up, in front of a real daemon: what is cached and for how long, what stands in when
the daemon is down, whom the rate limit is for, whose word about client addresses counts, and that events go out when they come.

The proxy's clock is moved by libfaketime, not waited for."""
import glob
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.request

from stand import PROJECT, Stand, stop, wait_for

SCENARIO = {"seed": 21,
            "population": {"items": 400, "creators": 40, "created_from": "2023-01-01", "created_to": "2026-06-01"},
            "states": {"deleted": 0.1, "withheld": 0.1}}
CONF = PROJECT / "deploy/nginx/lacuna.conf"
NAME = "audit.example.org"


def free_ports(n):
    sockets = [socket.socket() for _ in range(n)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Proxy:
    def __init__(self, folder, upstream):
        self.folder = folder
        self.plain, self.tls = free_ports(2)
        self.clock = folder / "clock"
        self.set_clock(0)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3",
                        "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", folder / "tls.key",
                        "-out", folder / "tls.crt"], check=True, capture_output=True)
        self.context = ssl.create_default_context(cafile=str(folder / "tls.crt"))
        self.write(upstream)
        subprocess.run([*self.command(), "-t", "-q"], check=True)
        libfaketime = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")[0]
        self.process = subprocess.Popen(self.command(), env=os.environ | {
            "LD_PRELOAD": libfaketime, "FAKETIME_TIMESTAMP_FILE": str(self.clock), "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1"})
        wait_for("nginx", 20, lambda: self.is_there())

    def write(self, upstream):
        """The shipped configuration; only places, ports and the upstream are of this test."""
        text = CONF.read_text()
        for before, after in (("server 127.0.0.1:8080;", f"server {upstream};"), ("/var/cache/nginx/lacuna", str(self.folder / "cache")),
                              (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(self.folder / "tls.crt")),
                              (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(self.folder / "tls.key")),
                              # So slow that a slow machine, too, asks faster; how many at once stays as shipped.
                              ("rate=20r/s", "rate=2r/m"),
                              ("listen 80;", f"listen 127.0.0.1:{self.plain};"), ("listen [::]:80;", ""),
                              ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.tls} ssl http2;"),
                              ("listen [::]:443 ssl http2;", f"listen [::]:{self.tls} ssl http2;")):
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        (self.folder / "site.conf").write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(f"""
{user}
daemon off;
worker_processes 1;
env FAKETIME_TIMESTAMP_FILE;
env FAKETIME_NO_CACHE;
env DONT_FAKE_MONOTONIC;
pid {self.folder}/nginx.pid;
error_log {self.folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {self.folder}/body;
    proxy_temp_path {self.folder}/proxy;
    fastcgi_temp_path {self.folder}/fastcgi;
    uwsgi_temp_path {self.folder}/uwsgi;
    scgi_temp_path {self.folder}/scgi;
    include {self.folder}/site.conf;
}}
""")

    def command(self):
        return [shutil.which("nginx") or "/usr/sbin/nginx", "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"]

    def is_there(self):
        assert self.process.poll() is None, (self.folder / "error.log").read_text()
        try:
            socket.create_connection(("127.0.0.1", self.tls), 1).close()
            return True
        except OSError:
            return False

    def set_clock(self, seconds):
        aside = self.folder / "clock.new"
        aside.write_text(f"+{seconds}s\n" if seconds else "+0\n")
        aside.replace(self.clock)

    def connect(self, source="127.0.0.9", host="127.0.0.1"):
        class Connection(http.client.HTTPSConnection):
            def connect(me):
                plain = socket.create_connection((host, self.tls), 30, (source, 0))
                me.sock = self.context.wrap_socket(plain, server_hostname=NAME)
        return Connection(NAME, self.tls, timeout=30)

    def get(self, path, connection=None, method="GET", body=None, **headers):
        """(status, headers, body)"""
        return ask(connection or self.connect(), path, method, body, headers)


def ask(connection, path, method="GET", body=None, headers={}):
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def cached_and_packed(proxy):
    for coding, wanted in (("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None)):
        first = proxy.get("/lists/all", Accept_Encoding=coding)
        again = proxy.get("/lists/all", Accept_Encoding=coding, Accept="text/html;q=0.9")
        assert first[0] == 200 and again[1]["X-Cache"] == "HIT" and first[1].get("Content-Encoding") == wanted, (coding, first[1])
        assert again[2] == first[2] and again[1]["ETag"] == first[1]["ETag"] and first[1]["ETag"].startswith('"'), coding
        assert proxy.get("/lists/all", Accept_Encoding=coding, If_None_Match=first[1]["ETag"])[0] == 304
    assert first[1]["Strict-Transport-Security"] and "default-src 'none'" in first[1]["Content-Security-Policy"]
    table = "/api/v1/lists/all/completeness"
    assert proxy.get(table, Accept="text/csv")[1]["Content-Type"].startswith("text/csv")
    assert proxy.get(table)[1]["Content-Type"].startswith("application/json")
    style = re.search(rb"/static/style-[0-9a-f]+\.css", proxy.get("/")[2]).group(0).decode()
    assert proxy.get(style)[1]["X-Cache"] == "MISS" and proxy.get(style)[1]["X-Cache"] == "HIT"


def secure(proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=30)
    status, headers, _ = ask(connection, "/lists/all?verdict=missing", headers={"Host": NAME})
    assert (status, headers["Location"]) == (301, f"https://{NAME}/lists/all?verdict=missing")
    assert proxy.get("/metrics")[0] == 404


def kept_until_the_data_changes(stand, proxy, key):
    """After five minutes the daemon is asked again: the same bytes come back by their ETag, or what is so now."""
    before = proxy.get("/")
    proxy.set_clock(301)
    assert proxy.get("/")[1]["X-Cache"] == "REVALIDATED"
    assert proxy.get("/")[1]["X-Cache"] == "HIT"
    status, _, text = proxy.get("/api/v1/lists/all", method="PATCH", body=json.dumps({"title": "Another title"}), Authorization=f"Bearer {key}",
                                Content_Type="application/json")
    assert status == 200, text
    # The daemon looks at the data's version once a second.
    wait_for("the new title", 20, lambda: b"Another title" in urllib.request.urlopen(stand.site).read())
    assert proxy.get("/")[2] == before[2]
    proxy.set_clock(602)
    changed = proxy.get("/")
    assert changed[1]["X-Cache"] == "EXPIRED" and b"Another title" in changed[2] and changed[1]["ETag"] != before[1]["ETag"], changed[1]


def nothing_for_keys_is_kept(stand, proxy, key):
    bearer = {"Authorization": f"Bearer {key}"}
    for path in ("/lists/hidden", "/"):
        status, headers, text = proxy.get(path, **bearer)
        assert status == 200 and b"Hidden from you" in text, path
        assert headers["X-Cache"] == "BYPASS" and headers["Cache-Control"] == "private, no-store", headers
    assert proxy.get("/lists/hidden")[0] == 404 and b"Hidden from you" not in proxy.get("/")[2]
    kept = [path for path in (proxy.folder / "cache").rglob("*") if path.is_file()]
    # Some of it is packed; what is not is enough to see that, and each says under which address it is kept.
    assert kept and not any(b"Hidden from you" in path.read_bytes() or b"KEY: /lists/hidden" in path.read_bytes() for path in kept)


def stands_in(stand, proxy, daemon):
    """The daemon is down: what was cached is shown for a day, nothing else."""
    fresh = proxy.get("/lists/all", Accept_Encoding="gzip")
    stop(daemon)
    proxy.set_clock(1500)
    stale = proxy.get("/lists/all", Accept_Encoding="gzip")
    assert stale[0] == 200 and stale[1]["X-Cache"] == "STALE" and stale[2] == fresh[2], stale[:2]
    assert proxy.get("/method")[0] == 502
    assert proxy.get("/lists/all", Accept_Encoding="gzip", Authorization="Bearer x")[0] == 502
    database_away(stand, proxy, fresh)
    proxy.set_clock(1500 + 86_400)
    assert proxy.get("/lists/all", Accept_Encoding="gzip")[0] == 502


def database_away(stand, proxy, fresh):
    """The daemon is up, has nothing in memory yet, and its database cannot be reached."""
    port = stand.site.rsplit(":", 1)[1]
    stand.config.write_text(stand.config.read_text().replace("127.0.0.1:0", f"127.0.0.1:{port}"))
    subprocess.run(["psql", "-qX", stand.server, "-c", f"ALTER DATABASE {stand.database} WITH ALLOW_CONNECTIONS false"], check=True)
    daemon = stand.serve(shown=False)
    assert ask(http.client.HTTPConnection("127.0.0.1", int(port)), "/lists/all")[0] == 503
    stale = proxy.get("/lists/all", Accept_Encoding="gzip")
    assert stale[0] == 200 and stale[1]["X-Cache"] == "STALE" and stale[2] == fresh[2], stale[:2]
    stop(daemon)


def limited(proxy, key):
    def statuses(n, connection, **headers):
        return [proxy.get("/healthz", connection, **headers)[0] for _ in range(n)]

    # 200 at once, then hardly any.
    greedy = proxy.connect("127.0.0.10")
    assert 429 in statuses(260, greedy)
    status, headers, text = next(got for got in iter(lambda: proxy.get("/healthz", greedy), None) if got[0] == 429)
    assert headers["Content-Type"] == "application/problem+json" and json.loads(text)["status"] == 429 and headers["Retry-After"]
    # Nobody else pays for it.
    assert statuses(1, proxy.connect()) == [200]
    assert set(statuses(260, greedy, Authorization=f"Bearer {key}")) == {200}


def limited_by_network(proxy):
    """An IPv6 reader is a /64. Addresses of our own take a network of our own."""
    if os.environ.get("LACUNA_OWN_NETWORK") is None:
        print("IPv6: not tried, for it takes root to have a network of one's own")
        return
    for address in ("fd00:1::1", "fd00:1::2", "fd00:2::1"):
        subprocess.run(["ip", "-6", "address", "add", f"{address}/128", "dev", "lo", "nodad"], check=True)
    def statuses(n, source):
        connection = proxy.connect(source, "fd00:1::1")
        return {proxy.get("/healthz", connection)[0] for _ in range(n)}

    # One may pass now and then, so one alone would tell nothing.
    assert 429 in statuses(260, "fd00:1::1")
    assert 429 in statuses(20, "fd00:1::2")
    assert statuses(100, "fd00:2::1") == {200}


def believed(stand, proxy):
    """POST /api/v1/items/check takes 10 a minute of a client: who counts as one?"""
    def check(connection, forwarded):
        return ask(connection, "/api/v1/items/check", "POST", json.dumps({"items": ["7332960275127110954"]}),
                   {"Content-Type": "application/json", "X-Forwarded-For": forwarded})[0]

    made_up = [f"203.0.113.{n}" for n in range(12)]
    # Through the proxy a client is its own address, whatever it says.
    assert [check(proxy.connect("127.0.0.5"), one) for one in made_up][-2:] == [429, 429]
    assert check(proxy.connect("127.0.0.6"), made_up[0]) == 200
    # Past the proxy nobody is believed who is not trusted.
    port = int(stand.site.rsplit(":", 1)[1])
    direct = [http.client.HTTPConnection("127.0.0.1", port, source_address=("127.0.0.7", 0)) for _ in made_up]
    assert [check(*pair) for pair in zip(direct, made_up)][-2:] == [429, 429]
    # The trusted address is believed: twelve clients.
    trusted = [http.client.HTTPConnection("127.0.0.1", port, source_address=("127.0.0.1", 0)) for _ in made_up]
    assert [check(*pair) for pair in zip(trusted, made_up)] == [200] * 12


def events_as_they_come(stand, proxy, key):
    status, _, text = proxy.get("/api/v1/runs", method="POST", body="", Authorization=f"Bearer {key}")
    assert status == 202, text
    run = wait_for("the run", 30, lambda: stand.sql("SELECT run FROM run WHERE ended_at IS NULL"))[0][0]
    connection = proxy.connect()
    connection.request("GET", f"/api/v1/runs/{run}/progress")
    stream = connection.getresponse()
    assert stream.status == 200 and stream.headers["Content-Type"] == "text/event-stream", stream.headers
    assert stream.readline() == b"event: progress\n"
    # An unbuffered line has come, and the run that the stream is of still goes on.
    assert stand.number("SELECT count(*) FROM run WHERE ended_at IS NULL") == 1
    connection.close()


def main():
    if os.geteuid() == 0 and "LACUNA_OWN_NETWORK" not in os.environ and shutil.which("unshare"):
        # A network of our own: nothing else on it, and addresses as we need them.
        os.execvpe("unshare", ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, __file__],
                   os.environ | {"LACUNA_OWN_NETWORK": "yes"})
    # Runs only when it is asked to, as far as that can be said.
    settings = '[proxy]\ntrusted = ["127.0.0.1"]\n[schedule]\nstart = "23:59"'
    with Stand(SCENARIO, settings=settings, oembed_settings="calls_per_second = 40") as stand:
        stand.lacuna("import", stand.write_watchlist(), "--list", "all", "--title", "All of them")
        (stand.folder / "one.txt").write_text("7332960275127110954\n")
        stand.lacuna("import", stand.folder / "one.txt", "--list", "hidden", "--title", "Hidden from you", "--private")
        key = stand.lacuna("key", "create", "proxy", "--scope", "write,read").strip()
        daemon = stand.serve()
        proxy = Proxy(stand.folder, stand.site.removeprefix("http://"))
        try:
            secure(proxy)
            cached_and_packed(proxy)
            nothing_for_keys_is_kept(stand, proxy, key)
            kept_until_the_data_changes(stand, proxy, key)
            believed(stand, proxy)
            limited(proxy, key)
            limited_by_network(proxy)
            events_as_they_come(stand, proxy, key)
            stands_in(stand, proxy, daemon)
        finally:
            proxy.process.terminate()
            proxy.process.wait(timeout=20)
    return 0


if __name__ == "__main__":
    sys.exit(main())
