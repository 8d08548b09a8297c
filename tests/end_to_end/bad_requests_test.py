"""What a hostile or hurried client sends over real sockets: each gets a clear answer, and nothing is half-done."""
import json
import socket
import sys
import urllib.error
import urllib.request

from stand import Stand, stop, wait_for

SCENARIO = {"seed": 5, "population": {"items": 20, "creators": 4, "created_from": "2023-01-01", "created_to": "2026-06-01"}}
ITEMS = "/api/v1/items"
BASE = 7332960275127110954
IDLE = 2000


class Client:
    def __init__(self, site, key):
        self.site, self.key = site, key
        self.port = int(site.rsplit(":", 1)[1])

    def ask(self, method, path, body=None, key=True, kind="application/json", **headers):
        """(status, headers, text); `key` True is ours."""
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        data = body.encode() if isinstance(body, str) else body
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if data is not None:
            sent["Content-Type"] = kind
        if key:
            sent["Authorization"] = f"Bearer {self.key if key is True else key}"
        request = urllib.request.Request(self.site + path, method=method, data=data, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, refused.read().decode()

    def refused(self, wanted, method, path, body=None, says="", **more):
        status, headers, text = self.ask(method, path, body, **more)
        what = f"{method} {path} {str(body)[:60]}: {status} {text[:300]}"
        assert status == wanted, what
        assert headers["Content-Type"] == "application/problem+json", what
        problem = json.loads(text)
        assert problem["status"] == wanted and problem["title"] and problem["detail"], what
        assert says in problem["detail"], what
        return headers

    def taken(self, method, path, body=None, status=200, **more):
        got, headers, text = self.ask(method, path, body, **more)
        assert got == status, f"{method} {path}: {got} {text[:300]}"
        return json.loads(text) if text and "json" in headers["Content-Type"] else text

    def raw(self, sent, seconds=20):
        """What comes back for these bytes, until the other side closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(sent)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
            return answer

    def status_of(self, sent):
        return int(self.raw(sent).split(b" ", 2)[1])

    def items(self):
        return self.taken("GET", "/api/v1/lists/mine")["items"]


def bodies_that_cannot_be_read(client):
    for body, says in [('{"list":"mine","items":["1"', "not JSON"), ("", "empty"), (b"\xff\xfe{}", "not JSON"),
                       ('{"list":"mine","items":[]} more', "not JSON"), ("null", "object"), ('"x"', "object"), ("[]", "object"),
                       ("{}", "items"), ('{"list":"mine"}', "items"), ('{"list":1,"items":[]}', "string"),
                       ('{"list":"mine","items":"x"}', "array"), ({"list": "mine", "items": [BASE]}, "items[0]"),
                       ({"list": "mine", "items": [str(BASE), None]}, "items[1]"), ({"list": "mine", "items": [["1"]]}, "items[0]"),
                       ({"list": "mine", "items": [str(BASE)], "also": 1}, "also"), ('{"list":"mine","list":"x","items":[]}', "once"),
                       ("[" * 500_000, ""), ('{"list":"mine","items":' + "[" * 500_000, ""), ('{"a":' * 100_000, "")]:
        client.refused(400, "POST", ITEMS, body, says)
    client.refused(413, "POST", ITEMS, b"x" * (10 << 20), "bytes")
    client.refused(413, "POST", ITEMS, {"list": "mine", "items": ["1" * (10 << 20)]}, "bytes")
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded", ""):
        client.refused(415, "POST", ITEMS, {"list": "mine", "items": [str(BASE)]}, "application/json", kind=kind)
    for body, says in [("nothing,here\n1,2\n", "header"), ("video_id,video_id\n1,2\n", "twice"), ('video_id,note\n1,"open\n', "quote")]:
        client.refused(400, "POST", ITEMS + "?list=mine", body, says, kind="text/csv")
    client.refused(400, "POST", ITEMS, f"video_id\n{BASE}\n", "list", kind="text/csv")
    assert client.items() == 0


def keys_lists_and_methods(client, stand):
    body = {"list": "mine", "items": [str(BASE)]}
    assert "Bearer" in client.refused(401, "POST", ITEMS, body, "key", key=None)["WWW-Authenticate"]
    client.refused(401, "POST", ITEMS, body, "unknown", key="lacuna_" + "x" * 43)
    revoked = stand.lacuna("key", "create", "gone", "--scope", "write").strip()
    stand.lacuna("key", "revoke", "gone")
    client.refused(401, "POST", ITEMS, body, "revoked", key=revoked)
    reader = stand.lacuna("key", "create", "reader", "--scope", "read").strip()
    client.refused(403, "POST", ITEMS, body, "write", key=reader)
    client.refused(404, "POST", ITEMS, {"list": "nowhere", "items": [str(BASE)]}, "list")
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
        assert "POST" in client.refused(405, method, ITEMS)["Allow"]
    client.refused(405, "POST", "/metrics", b"x")
    assert client.items() == 0


def items_one_by_one(client):
    """The answer per item; what can be taken is, whatever stands beside it."""
    said = [("12345", "rejected"), ("1" * 25, "rejected"), ("9223372036854775808", "rejected"), (f"-{BASE}", "rejected"), ("", "rejected"),
            ("x" * 5000, "rejected"), ("https://vm.tiktok.com/ZMabc/", "rejected"), ("https://vt.tiktok.com/ZSabc/", "rejected"),
            (f"https://evil.example/@a/video/{BASE}", "rejected"), ("\x00", "rejected"),
            (str(BASE), "added"), (str(BASE), "known"), (f"https://www.tiktok.com/@a/video/{BASE + 1}?q=1", "added"),
            (f"https://www.tiktokv.com/share/video/{BASE + 2}/", "added"), (f"https://m.tiktok.com/v/{BASE + 3}.html", "added"),
            ("1000000000000000000", "added"), ("9000000000000000000", "added")]
    body = {"list": "mine", "items": [item for item, _ in said]}
    answer = client.taken("POST", ITEMS, body)
    assert [each["result"] for each in answer["items"]] == [result for _, result in said], answer
    assert all(item.startswith(each["item"]) for each, (item, _) in zip(answer["items"], said)), answer
    assert all(each["reason"] for each in answer["items"] if each["result"] == "rejected"), answer
    assert all("short link" in each["reason"] for each in answer["items"][6:8]), answer
    assert [each["plannable"] for each in answer["items"][-2:]] == [False, False] and answer["items"][10]["plannable"], answer
    assert (answer["added"], answer["known"], answer["rejected"], answer["unplannable"]) == (6, 1, 10, 2), answer
    again = client.taken("POST", ITEMS, body)
    assert (again["added"], again["known"], again["rejected"]) == (0, 7, 10), again
    csv = f'video_id,region,note\n{BASE + 4},DE,"a ""q"", b"\n{BASE + 5},,\nx,,\n'
    answer = client.taken("POST", ITEMS + "?list=mine", csv, kind="text/csv")
    assert (answer["added"], answer["rejected"]) == (2, 1) and answer["items"][2]["where"] == "line 4", answer
    assert client.items() == 8


def private_means_absent(client, stand):
    """Nobody without a key learns that the list, or what is only on it, exists."""
    for path in ("/api/v1/lists/mine", "/api/v1/lists/mine/completeness", "/api/v1/lists/mine/completeness.csv", ITEMS + "?list=mine",
                 f"{ITEMS}/tiktok/{BASE}", f"{ITEMS}/tiktok/{BASE}.csv"):
        client.refused(404, "GET", path, key=None)
    for path in ("/lists/mine", f"/items/tiktok/{BASE}", "/not-there"):
        status, headers, text = client.ask("GET", path, key=None, Accept="text/html")
        assert status == 404 and headers["Content-Type"].startswith("text/html") and "<h1>" in text, (path, status, text[:200])
    for path in ("/", "/runs", "/metrics", "/api/v1/lists", ITEMS, "/api/v1/runs", "/api/v1/plan"):
        text = client.ask("GET", path, key=None)[2]
        assert "mine" not in text and str(BASE) not in text, path
    assert client.taken("GET", "/api/v1/plan", key=None)["items"] == 0
    assert client.taken("GET", "/api/v1/plan")["items"] == 8
    # What was noted with a private list stays with key holders where the video is on a public one too.
    client.taken("POST", "/api/v1/lists", {"slug": "open", "title": "Open", "selection": "census", "public": True}, status=201)
    client.taken("POST", ITEMS, {"list": "open", "items": [str(BASE + 4)]})
    shown = client.ask("GET", f"{ITEMS}/tiktok/{BASE + 4}", key=None)[2]
    assert '"lists":["open"]' in shown and '"q"' not in json.loads(shown)["note"] and "mine" not in shown, shown
    status, headers, text = client.ask("GET", f"{ITEMS}/tiktok/{BASE + 4}")
    assert json.loads(text)["note"] == 'a "q", b' and headers["Cache-Control"] == "private, no-store", text


def questions_that_cannot_be_answered(client):
    for path in ("?per_page=0", "?per_page=1001", "?per_page=x", "?cursor=zzz", "?verdict=nope"):
        client.refused(400, "GET", ITEMS + path, says="query parameter")
    client.refused(400, "GET", "/api/v1/lists/open/completeness?from=2026-13-01", says="day")
    for path in ("/api/v1/runs/x", "/api/v1/runs/99999999999", "/api/v1/calls/1", "/api/v1/items/youtube/1", "/api/v1/nothing", "/nothing"):
        client.refused(404, "GET", path)
    client.refused(400, "PATCH", f"{ITEMS}/tiktok/{BASE}", {"archived": "yes"}, "true or false")
    client.refused(400, "PATCH", "/api/v1/lists/mine", {"slug": "other"}, "slug")
    client.refused(404, "DELETE", "/api/v1/lists/mine/items/tiktok/99999999")
    client.refused(400, "POST", ITEMS + "/check", {"items": [str(BASE)] * 1001}, "1000", key=None)
    client.refused(413, "POST", ITEMS + "/check", {"items": ["1" * 70_000]}, key=None)


def not_quite_http(client):
    host = b"Host: here\r\n"
    for status, sent in [(400, b"GET / HTTP/1.1\r\n\r\n"), (505, b"GET / HTTP/2.0\r\n\r\n"), (400, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"),
                         (400, b"GET /../etc/passwd HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n"),
                         (400, b"GET /%00 HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n"),
                         (431, b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n" + host + b"\r\n"),
                         (431, b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 40_000 + b"\r\n\r\n"),
                         (400, b"POST / HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n"),
                         (400, b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
                         (400, b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")]:
        got = client.status_of(sent)
        assert got == status, (sent[:60], got, status)


def many_that_say_nothing(client, daemon):
    """Idle and half-said connections cost little, and keep nobody else waiting."""
    before = resident(daemon)
    held = []
    try:
        for number in range(IDLE):
            held.append(socket.create_connection(("127.0.0.1", client.port), timeout=30))
            if number % 4 == 0:
                held[-1].sendall(b"GET / HTTP/1.1\r\nHost: he")
        assert client.ask("GET", "/", key=None)[0] == 200
        each = (resident(daemon) - before) / IDLE
        assert each < 32 * 1024, f"{each:.0f} bytes a connection"
        print(f"{IDLE} idle connections: {each:.0f} bytes each")
    finally:
        for connection in held:
            connection.close()
    wait_for("an answer after all have gone", 20, lambda: client.ask("GET", "/healthz", key=None)[0] == 200)


def resident(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))


def a_hundred_thousand_at_once(client):
    ids = [str(BASE + 4_294_967_296 * 7 * place) for place in range(1, 100_001)]
    ids = [each for each in ids if int(each) < 2**63]
    answer = client.taken("POST", ITEMS, {"list": "mine", "items": ids})
    assert answer["added"] == len(ids) == 100_000 and client.items() == 100_008, answer["added"]
    client.refused(400, "POST", ITEMS, {"list": "mine", "items": [*ids, "7332960275127110953"]}, "100000")
    assert client.items() == 100_008


def main():
    with Stand(SCENARIO) as stand:
        key = stand.lacuna("key", "create", "hostile", "--scope", "write,read").strip()
        daemon = stand.serve()
        client = Client(stand.site, key)
        client.taken("POST", "/api/v1/lists", {"slug": "mine", "title": "Mine", "selection": "convenience", "public": False}, status=201)
        bodies_that_cannot_be_read(client)
        keys_lists_and_methods(client, stand)
        items_one_by_one(client)
        private_means_absent(client, stand)
        questions_that_cannot_be_answered(client)
        not_quite_http(client)
        many_that_say_nothing(client, daemon)
        a_hundred_thousand_at_once(client)
        assert daemon.poll() is None
        assert stop(daemon) in (0, 130), daemon.log.read_text()
        assert key not in daemon.log.read_text()
    return 0


if __name__ == "__main__":
    sys.exit(main())
