"""From the platform to the webhook: it begins to withhold a tenth of a list, gives it back, falls silent in the middle of a run; the
daemon is killed. The right alerts arrive, with labels and links, and are resolved; noise of one percent brings none.

Prometheus, Alertmanager and the daemon are the real ones, with the files of deploy/prometheus; an hour of their rules is a second here.
"""
import csv
import datetime
import json
import signal
import sys
import time
import urllib.request

from watch import PROJECT, RUNBOOK, Watch

HOUR_IS_A_SECOND = 3600
LAST_OF_PAST = datetime.date(2026, 3, 10)
NOISE = [LAST_OF_PAST + datetime.timedelta(days=n) for n in (1, 2)]
WITHHELD = [LAST_OF_PAST + datetime.timedelta(days=n) for n in (3, 4)]
GIVEN_BACK = [LAST_OF_PAST + datetime.timedelta(days=n) for n in (5, 6)]
SILENT = LAST_OF_PAST + datetime.timedelta(days=7)
AFTERWARDS = LAST_OF_PAST + datetime.timedelta(days=8)
SCENARIO = {
    "seed": 17,
    "population": {"items": 1000, "creators": 250, "created_from": "2023-01-01", "created_to": "2025-12-31"},
    "states": {"deleted": 0.05, "withheld": 0.02},
    "changes": [
        {"kind": "flicker", "share": 0.01, "arm": "api", "from": "2026-03-01"},
        # A twentieth of all, all of it in the earlier half: a tenth of the list "early", none of "late".
        {"kind": "withhold", "share": 0.05, "pattern": "contiguous", "period_start": 0, "period_share": 0.5,
         "from": WITHHELD[0].isoformat(), "to": GIVEN_BACK[0].isoformat()}]}


def main():
    began = time.monotonic()
    with Watch(SCENARIO, HOUR_IS_A_SECOND, settings='[schedule]\nstart = "23:59"') as watch:
        rehearse_the_past(watch)
        watch.set_clock(datetime.datetime.combine(LAST_OF_PAST, datetime.time(4), datetime.timezone.utc))
        watch.serve_watched()
        noise(watch)
        withheld(watch)
        given_back(watch)
        silent(watch)
        # Its noise never ceased.
        assert watch.receiver.names(list="late") == set(), "the list of which nothing was withheld alerted"
        killed(watch)
        watch.check_evaluations()
        print(f"{sorted(watch.receiver.names())} arrived; {time.monotonic() - began:.0f} s")
    return 0


def rehearse_the_past(watch):
    """Ten days of both lists, and one more of the first."""
    rows = list(csv.DictReader(watch.write_watchlist().open()))
    rows.sort(key=lambda row: int(row["video_id"]))
    first = LAST_OF_PAST - datetime.timedelta(days=10)
    for name, part, until in (("early", rows[:len(rows) // 2], first), ("late", rows[len(rows) // 2:], LAST_OF_PAST)):
        path = watch.folder / f"{name}.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(part)
        days = (until - first).days or 1
        watch.lacuna("rehearse", "--watchlist", path, "--list", name, "--selection", "random", "--days", str(days), "--until", until.isoformat())


def figures(watch):
    return {(one["metric"]["list"]): float(one["value"][1]) for one in watch.query("lacuna_completeness_ratio")}


def noise(watch):
    seen = set()
    for day in NOISE:
        watch.run_day(day)
        seen.add(tuple(sorted(figures(watch).items())))
    assert len(seen) == len(NOISE), f"the rate did not flicker: {seen}"
    said = watch.receiver.names(audience="researchers") | watch.firing(audience="researchers")
    assert not said, f"noise alerted: {said}"


def check_finding(watch, notification, list_name):
    """Labels, receiver, and links that lead somewhere."""
    _, receiver, alert = notification
    labels, notes = alert["labels"], alert["annotations"]
    assert receiver == "researchers" and labels["list"] == list_name and labels["job"] == "lacuna", notification
    assert labels["site"] == watch.site and labels["severity"] in ("critical", "warning") and "runbook" not in labels, labels
    assert notes["page"] == f"{watch.site}/lists/{list_name}" and list_name in notes["summary"], notes
    with urllib.request.urlopen(notes["page"], timeout=30) as page:
        assert page.status == 200 and f"<h1>{list_name}" in page.read().decode().replace("\n", ""), notes
    assert notes["runbook_url"] == f"{RUNBOOK}#{labels['alertname'].lower()}", notes
    assert f"### {labels['alertname']}\n" in (PROJECT / "deploy/README.md").read_text(), labels["alertname"]


def withheld(watch):
    before = figures(watch)
    changed = time.monotonic()
    watch.run_day(WITHHELD[0])
    first = watch.wait_for_alert("LacunaCompletenessBelowItsWeek", since=changed, list="early")
    check_finding(watch, first, "early")
    print(f"{first[0] - changed:.1f} s from the change to the webhook: LacunaCompletenessBelowItsWeek, with the next run")
    now = figures(watch)
    assert 0.06 < before["early"] - now["early"] < 0.14 and abs(before["late"] - now["late"]) < 0.03, (before, now)
    watch.run_day(WITHHELD[1])
    second = watch.wait_for_alert("LacunaListFell", since=changed, list="early")
    check_finding(watch, second, "early")
    print(f"{second[0] - changed:.1f} s from the change to the webhook: LacunaListFell, with the run after that")


def given_back(watch):
    changed = time.monotonic()
    watch.run_day(GIVEN_BACK[0], shown=False)
    watch.run_day(GIVEN_BACK[1])
    at, receiver, _ = watch.wait_for_alert("LacunaListFell", "resolved", since=changed, list="early")
    print(f"{at - changed:.1f} s from the recovery to the webhook: LacunaListFell is resolved")
    assert receiver == "researchers" and watch.firing(audience="researchers") == set()


def silent(watch):
    """From its 15th call on, a run is answered with nothing."""
    before, changed = figures(watch), time.monotonic()
    asked = watch.api_calls()
    faults = [{"kind": "silent_zero", "route": "video_id", "after_call": 15, "from": SILENT.isoformat(), "to": AFTERWARDS.isoformat()}]
    request = urllib.request.Request(f"{watch.platform_url}/simulation/faults", method="POST", data=json.dumps(faults).encode(),
                                     headers={"Content-Type": "application/json"})
    urllib.request.urlopen(request).read()
    run = watch.run_day(SILENT)
    assert run["api_arm"] == "void" and watch.api_calls() - asked > 15, run
    _, receiver, alert = watch.wait_for_alert("LacunaRunVoid", since=changed, arm="api")
    assert receiver == "operators" and alert["annotations"]["page"] == f"{watch.site}/runs", alert
    assert figures(watch) == before, "a void day touched the completeness"
    assert watch.receiver.names(since=changed, audience="researchers") == set(), "silence alerted as a finding"
    watch.run_day(AFTERWARDS)
    watch.wait_for_alert("LacunaRunVoid", "resolved", since=changed, arm="api")
    assert watch.receiver.names(since=changed, audience="researchers") == set(), "the day after a void one alerted as a finding"


def killed(watch):
    watch.daemon.send_signal(signal.SIGKILL)
    died = time.monotonic()
    gone = watch.wait_for_alert("LacunaTargetGone", since=died)
    stale = watch.wait_for_alert("LacunaStale", since=died, arm="api")
    for at, receiver, alert in (gone, stale):
        assert receiver == "operators" and alert["labels"]["severity"] == "critical", alert
        assert alert["annotations"]["page"].startswith(watch.site), alert
        print(f"{at - died:.1f} s from the daemon's end to the webhook: {alert['labels']['alertname']}")


if __name__ == "__main__":
    sys.exit(main())
