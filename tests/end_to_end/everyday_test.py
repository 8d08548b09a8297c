"""What a user does on the first day: a key, a list, videos by REST, a run, the page, metrics, an export; then stopping."""
import json
import sys
import urllib.error
import urllib.request

from stand import Stand, stop, wait_for

SCENARIO = {"seed": 11,
            "population": {"items": 300, "creators": 40, "created_from": "2023-01-01", "created_to": "2026-06-01"},
            "states": {"deleted": 0.1, "withheld": 0.1}}


def ask(stand, path, method="GET", body=None, key=None, kind="application/json"):
    """(status, headers, text)"""
    headers = {"Content-Type": kind} if body is not None else {}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(stand.site + path, method=method, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers), refused.read().decode()


def main():
    with Stand(SCENARIO) as stand:
        key = stand.lacuna("key", "create", "everyday", "--scope", "write,read").strip()
        ids = [line.split(",")[0] for line in stand.write_watchlist().read_text().splitlines()[1:]]
        daemon = stand.serve()
        add_videos(stand, key, ids)
        stand.lacuna("run")
        look(stand, ids)
        assert stop(daemon) in (0, 130), daemon.log.read_text()
        assert key not in daemon.log.read_text() and "simulated-secret" not in daemon.log.read_text()
    return 0


def add_videos(stand, key, ids):
    status, _, text = ask(stand, "/api/v1/lists", "POST", {"slug": "mine", "title": "Mine <b>", "selection": "convenience"}, key)
    assert status == 201, text
    status, _, text = ask(stand, "/api/v1/items", "POST", {"list": "mine", "items": ids + ["12345"]}, key)
    answers = json.loads(text)["items"]
    assert status == 200 and [a["result"] for a in answers] == ["added"] * len(ids) + ["rejected"], text[:400]
    status, _, text = ask(stand, "/api/v1/items", "POST", {"list": "mine", "items": ids}, key)
    assert {a["result"] for a in json.loads(text)["items"]} == {"known"}, text[:400]
    assert ask(stand, "/api/v1/items", "POST", {"list": "mine", "items": ids})[0] == 401
    assert ask(stand, "/api/v1/items", "POST", {"list": "none", "items": ids}, key)[0] == 404
    status, _, text = ask(stand, "/api/v1/plan")
    assert status == 200 and json.loads(text)["first_pass_calls"] > 0, text


def look(stand, ids):
    counts = {}
    for verdict in stand.verdicts("mine").values():
        counts[verdict] = counts.get(verdict, 0) + 1
    assert sum(counts.values()) == len(ids), counts
    status, headers, text = ask(stand, "/")
    assert status == 200 and "Mine &lt;b&gt;" in text and "Mine <b>" not in text
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
    assert ask(stand, "/lists/mine")[0] == 200
    assert ask(stand, f"/items/tiktok/{ids[0]}")[0] == 200
    # Another process ran: the gauges follow the database within seconds.
    wanted = [f'lacuna_items{{list="mine",verdict="{verdict}"}} {n}' for verdict, n in counts.items()]
    wait_for(f"the gauges {wanted}", 20, lambda: all(line in ask(stand, "/metrics")[2] for line in wanted))
    status, _, text = ask(stand, "/api/v1/runs")
    run = json.loads(text)["runs"][0]
    assert run["api_arm"] == "valid" and ask(stand, f"/api/v1/runs/{run['run']}")[0] == 200, text
    status, headers, text = ask(stand, "/api/v1/lists/mine/completeness.csv")
    assert status == 200 and headers["Content-Type"].startswith("text/csv"), headers


if __name__ == "__main__":
    sys.exit(main())
