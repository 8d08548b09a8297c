"""Is it me or them? Two credentials ask the same; one is not given a part of the videos. That is an event, and no finding about the videos."""
import sys

from stand import Stand

ITEMS = 600
SCENARIO = {"seed": 3,
            "population": {"items": ITEMS, "creators": 80, "created_from": "2024-01-01", "created_to": "2026-06-01"},
            "states": {"deleted": 0.05, "withheld": 0.05}}
REFUSED = {"kind": "dropped_items", "client": "other-key", "item_drop": 0.1}


def compared(faults):
    """One run of two vantages that repeat each other's calls: counts of verdicts, and of items they disagree on."""
    with Stand({**SCENARIO, "faults": faults}, research='vantages = "compare"') as stand:
        (stand.folder / "other").write_text("other-key\n")
        (stand.folder / "other").chmod(0o600)
        second = (f'[[tiktok.research.vantage]]\nname = "other"\nclient_key_file = "{stand.folder}/other"\n'
                  f'client_secret_file = "{stand.folder}/secret"\n')
        text = stand.config.read_text().replace("[tiktok.oembed]", second + "[tiktok.oembed]")
        stand.config.write_text(text)
        stand.lacuna("import", stand.write_watchlist(), "--list", "all")
        stand.lacuna("run")
        verdicts = {name: int(n) for name, n in stand.sql("SELECT name, count(*) FROM verdict JOIN verdict_kind USING (verdict) GROUP BY 1")}
        truth = stand.number("SELECT count(*) FROM verdict WHERE verdict = 'r'")
        events = stand.sql("SELECT confirmed_on IS NOT NULL, closed_on IS NULL, details->>'items' FROM event WHERE kind = 'vantages_disagree'")
        asked = {name: int(n) for name, n in stand.sql("SELECT name, count(*) FROM call JOIN vantage USING (vantage) WHERE purpose = 1 GROUP BY 1")}
        contradicted = stand.number("SELECT calls_contradicted FROM run")
    assert asked["main"] == asked["other"] > 0, asked
    return verdicts, truth, events, contradicted


def main():
    fair, returned, events, _ = compared([])
    assert events == [], events
    unfair, still, events, contradicted = compared([REFUSED])
    assert len(events) == 1 and events[0][:2] == ["t", "t"], events
    disagreed = int(events[0][2])
    print(f"{returned} returned, to one of the vantages {disagreed} fewer")
    assert 0.05 * returned < disagreed < 0.15 * returned, (disagreed, returned)
    assert still == returned and unfair == fair, (fair, unfair)  # Who is given a video by one vantage can retrieve it.
    assert contradicted == 0, "one vantage's answer does not make another's calls void"
    return 0


if __name__ == "__main__":
    sys.exit(main())
