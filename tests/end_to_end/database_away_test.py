"""PostgreSQL is down at the start, and goes away in the middle of a run: the daemon waits, says so, goes on, and loses nothing."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from stand import PROJECT, Stand, status_of, wait_for

SCENARIO = {"seed": 3,
            "population": {"items": 20000, "creators": 900, "created_from": "2020-01-01", "created_to": "2026-06-01"},
            "states": {"deleted": 0.05, "withheld": 0.05}}


def cluster(verb, folder):
    return subprocess.run([PROJECT / "deploy/private-postgres", verb, folder], check=True, capture_output=True, text=True).stdout.strip()


def main():
    with tempfile.TemporaryDirectory(prefix="lacuna-away-") as temporary:
        folder = pathlib.Path(temporary) / "cluster"
        os.chmod(temporary, 0o755)
        cluster("start", folder)
        try:
            os.environ["LACUNA_TEST_DATABASE"] = cluster("url", folder)
            with Stand(SCENARIO) as stand:
                away_at_start(stand, folder)
                shown_once_open(stand)
                away_in_a_run(stand, folder)
        finally:
            cluster("stop", folder)
    return 0


def away_at_start(stand, folder):
    cluster("stop", folder)
    process = stand.start("migrate")
    wait_for("a word that it waits", 20, lambda: "waiting for PostgreSQL" in process.log.read_text())
    cluster("start", folder)
    assert process.wait(timeout=60) == 0, process.log.read_text()
    assert "password" not in process.log.read_text()


def shown_once_open(stand):
    """Pages would ask for what a migration is still making: until it is through they answer 503, and nothing is called a fault."""
    lock = subprocess.Popen(["psql", "-qX", stand.url, "-c", "SELECT pg_advisory_lock(1280131412, 1), pg_sleep(600)"], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1280131412 AND objid = 1 AND granted"
    wait_for("the migrations' lock", 20, lambda: stand.sql(held)[0][0] == "1")
    daemon = stand.serve(shown=False)
    for address, status in (("/", 503), ("/api/v1/lists", 503), ("/readyz", 503), ("/healthz", 200), ("/metrics", 200)):
        assert status_of(stand.site + address) == status, (address, status_of(stand.site + address))
    lock.kill()
    stand.sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1280131412 AND objid = 1 AND granted")
    wait_for("pages", 20, lambda: status_of(stand.site + "/") == 200)
    assert "incident" not in daemon.log.read_text(), daemon.log.read_text()
    daemon.terminate()
    assert daemon.wait(timeout=20) == 0


def away_in_a_run(stand, folder):
    stand.lacuna("import", stand.write_watchlist(), "--list", "all")
    process = stand.start("run")
    wait_for("some stored blocks", 30, lambda: stand.number("SELECT count(*) FROM presence_block") > 20)
    cluster("stop", folder)
    time.sleep(1.5)  # Long enough for work in flight to meet the absence.
    assert process.poll() is None, process.log.read_text()
    cluster("start", folder)
    assert process.wait(timeout=120) == 0, process.log.read_text()
    judged = stand.number("SELECT count(*) FROM verdict")
    gaps = stand.number("SELECT count(*) FROM verdict WHERE verdict = 'g'")
    asked = stand.api_calls()
    spent = stand.number("SELECT sum(spent) FROM quota_day")
    assert judged == 20000 and gaps == 0, (judged, gaps)
    assert asked <= spent <= 1000, (asked, spent)
    print(f"{judged} items judged after PostgreSQL was away in the middle, {spent} calls charged")


if __name__ == "__main__":
    sys.exit(main())
