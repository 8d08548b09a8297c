"""PostgreSQL is down at the start, and goes away in the middle of a run: the daemon waits, says so, goes on, and loses nothing."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from stand import PROJECT, Stand, wait_for

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
