"""A run over 100,000 items without rate limits, both arms, the simulated platform included: items a second, memory, bytes a day.

Prints figures beside a reference of the same run: a bare COPY of the same rows. Environment as in tests/end_to_end/stand.py.
usage: whole_run.py [ITEMS]
"""
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
from stand import Stand  # noqa: E402

ITEMS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
SCENARIO = {"seed": 5,
            "population": {"items": ITEMS, "creators": ITEMS // 8, "created_from": "2019-01-01", "created_to": "2026-06-01"},
            "states": {"deleted": 0.06, "private": 0.03, "withheld": 0.06, "creators_withheld": 0.04},
            "limits": {"daily_calls": 100000}}


def peak_memory(process):
    """Of a process that is running: most resident memory so far, MB."""
    try:
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    except FileNotFoundError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0


def watch(process):
    peak = 0
    while process.poll() is None:
        peak = max(peak, peak_memory(process))
        time.sleep(0.05)
    return peak


def sizes(stand):
    tables = stand.sql("""
        SELECT coalesce(parent.relname, c.relname), sum(pg_total_relation_size(c.oid))
          FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class parent ON parent.oid = i.inhparent
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY 1""")
    return {name: int(size) for name, size in tables}


def main():
    with Stand(SCENARIO, research="concurrency = 4", settings="", ) as stand:
        text = stand.config.read_text().replace('name = "main"', 'name = "main"\ndaily_calls = 100000\nreserve_calls = 1000')
        stand.config.write_text(text)
        began = time.monotonic()
        stand.lacuna("import", stand.write_watchlist(), "--list", "large")
        print(f"import of {ITEMS} items: {time.monotonic() - began:.1f} s")
        before = sizes(stand)
        began = time.monotonic()
        process = stand.start("run")
        peak = watch(process)
        wall = time.monotonic() - began
        print(f"whole run, exit status {process.returncode}: {wall:.1f} s, {ITEMS / wall:.0f} items/s, peak memory {peak:.0f} MB")
        print(dict(stand.sql("SELECT name, count(*) FROM verdict JOIN verdict_kind USING (verdict) GROUP BY 1")))
        print("calls by purpose:", dict(stand.sql("SELECT purpose, count(*) FROM call GROUP BY 1")))
        after = sizes(stand)
        bodies = stand.number("SELECT coalesce(sum(pg_column_size(body)), 0) FROM call")
        for name in sorted(after):
            grown = after[name] - before.get(name, 0)
            if grown > ITEMS // 10:
                print(f"  {name:20} {grown / ITEMS:6.1f} bytes an item")
        print(f"  bodies (erased with the metadata) {bodies / ITEMS:.1f} bytes an item")


if __name__ == "__main__":
    main()
