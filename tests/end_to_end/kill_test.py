"""kill -9 at random places of a run, again and again until the run gets through: nothing lost, nothing doubled, no quota exceeded.

LACUNA_KILLS: how many kills in all (12 if not set).
"""
import os
import random
import signal
import sys
import time

from stand import Stand, wait_for

KILLS = int(os.environ.get("LACUNA_KILLS", "12"))
SCENARIO = {"seed": 7,
            "population": {"items": 4000, "creators": 400, "created_from": "2021-01-01", "created_to": "2026-06-01"},
            "states": {"deleted": 0.08, "withheld": 0.1},
            # Further pages, but nothing that makes the run wait: each kill is to meet it at work.
            "faults": [{"kind": "short_pages", "probability": 0.2}]}

# An item twice in answered ordinary batches, or twice read by determinate sweep readings, was asked without need and stored twice.
# Riders, which are searched for under later dates than their own, may be in several calls.
DOUBLED = """
SELECT (SELECT count(*) FROM (SELECT o.item FROM observation o JOIN call c USING (call) JOIN item i ON i.item = o.item
                               WHERE o.purpose = 1 AND o.answered AND i.created_at::date BETWEEN c.window_start AND c.window_end - 1
                               GROUP BY o.item HAVING count(*) > 1) d)
     + (SELECT count(*) FROM (SELECT asked.item FROM presence_block b, unnest(b.items, b.readings) AS asked (item, reading)
         WHERE b.purpose = 1 AND asked.reading IN ('p', 'n') GROUP BY asked.item HAVING count(*) > 1) d)"""


def one_run(stand, dice, longest, kills):
    """Starts runs until one ends by itself; kills the earlier ones. Returns how many were killed."""
    killed = 0
    while True:
        process = stand.start("run")
        if killed < kills:
            time.sleep(dice.uniform(0.03, longest))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                continue
        assert process.wait(timeout=120) in (0, 3), process.log.read_text()
        return killed


def undisturbed(stand):
    began = time.monotonic()
    stand.lacuna("run")
    return stand.verdicts("all"), time.monotonic() - began


def main():
    seed = int(os.environ.get("LACUNA_SEED", "1"))
    dice = random.Random(seed)
    killed = rounds = 0
    with Stand(SCENARIO) as stand:
        stand.lacuna("import", stand.write_watchlist(), "--list", "all")
        expected, longest = undisturbed(stand)
    while killed < KILLS:
        rounds += 1
        with Stand(SCENARIO) as stand:
            stand.lacuna("import", stand.write_watchlist(), "--list", "all")
            killed += one_run(stand, dice, longest, min(10, KILLS - killed))
            assert stand.number(DOUBLED) == 0, "an item was asked and stored twice"
            spent = stand.number("SELECT coalesce(sum(spent), 0) FROM quota_day")
            asked = stand.api_calls()
            stored = stand.number("SELECT count(*) FROM call")
            assert stored <= asked <= spent <= 1000, (stored, asked, spent)
            assert stand.number("SELECT count(*) FROM run WHERE ended_at IS NULL") == 0
            # A kill between the run's last commit and the process's end lets the next one find a run that ended.
            assert stand.number("SELECT count(*) FROM run WHERE measured = 0") == 0, "a cut-off run is resumed, not begun again"
            found = stand.verdicts("all")
            assert found == expected, {video: (found.get(video), verdict) for video, verdict in expected.items()
                                       if found.get(video) != verdict}
    print(f"seed {seed}: {killed} kills over {rounds} runs of {longest:.2f} s: lost 0, doubled 0, quota exceeded 0")
    return 0


if __name__ == "__main__":
    sys.exit(main())
