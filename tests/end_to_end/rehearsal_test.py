"""Five days of the simulated platform in accelerated time: verdicts against truth on each day, and no mixing with live data."""
import datetime
import sys

from stand import Stand

DAYS = 5
SCENARIO = {"seed": 9,
            "population": {"items": 800, "creators": 90, "created_from": "2022-01-01", "created_to": "2026-06-01"},
            "states": {"deleted": 0.08, "private": 0.03, "withheld": 0.07, "creators_withheld": 0.03, "oembed_shell": 0.01},
            "changes": [{"kind": "delete_daily", "from": "2026-01-01", "share": 0.004}],
            "faults": [{"kind": "error_500", "probability": 0.03}, {"kind": "short_pages", "probability": 0.1},
                       {"kind": "expire_tokens", "probability": 0.01}, {"kind": "drop_connection", "probability": 0.01}]}


def right(row, verdict):
    """Whether a verdict may be said of an item of which this is true."""
    public, returned = row["public"] == "1", row["in_api"] == "1"
    if verdict in ("unknown", "not_measured", "unconfirmed"):
        return True  # Says nothing; how many there are is checked apart.
    return verdict == {(True, True): "retrievable", (True, False): "missing",
                       (False, True): "lingering", (False, False): "not_public"}[public, returned]


def main():
    last = datetime.date(2026, 11, 10)
    with Stand(SCENARIO, simulated=True) as stand:
        watchlist = stand.write_watchlist()
        rehearse = ("rehearse", "--days", DAYS, "--until", last.isoformat(), "--watchlist", watchlist, "--list", "all")
        stand.lacuna(*map(str, rehearse))
        for back in range(DAYS):
            day = (last - datetime.timedelta(days=back)).isoformat()
            found, truth = stand.verdicts("all", day), stand.truth(day)
            assert found.keys() == truth.keys(), day
            wrong = {video: (verdict, truth[video]) for video, verdict in found.items() if not right(truth[video], verdict)}
            assert not wrong, (day, wrong)
            silent = sum(verdict in ("unknown", "not_measured", "unconfirmed") for verdict in found.values())
            assert silent < 0.05 * len(found), (day, silent)
            counted = stand.sql(f"SELECT sum(n) FROM day_count WHERE day = '{day}' AND stratum = 'all'")
            assert counted == [[str(len(found))]], counted
        assert stand.sql("SELECT count(*), count(ended_at) FROM run") == [[str(DAYS), str(DAYS)]]
        stand.lacuna(*map(str, rehearse))  # Nothing is left to do.
        assert stand.number("SELECT count(*) FROM run") == DAYS
        stand.simulated = False
        stand.write_configuration()
        stand.lacuna("run", expect=1)  # A live run refuses simulated data, and so does a live serve.
        stand.lacuna("serve", expect=1, timeout=20)
        assert stand.number("SELECT count(*) FROM run") == DAYS
    return 0


if __name__ == "__main__":
    sys.exit(main())
