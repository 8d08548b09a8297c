#!/usr/bin/env python3
"""A site to read in a browser, and the scripts that read it.

    site.py --make                   rehearses the site and keeps its database on the server, and its facts in the build folder
    site.py SCRIPT.mjs [ARGUMENT…]   serves a copy of it, runs the script with Node, ends with its exit status
    site.py --stay                   serves a copy of it, prints its facts and waits for Ctrl-C or SIGTERM

A script makes the site itself where there is none, or none of this build and day. The site: the simulated platform rehearsed over six
weeks up to today, with videos withheld, given back and deleted, a void day and days without a run; a random sample, a list too small for
a rate, one chosen for its outcome, an imported series, an empty list, a private list, and one whose title and user names would like to
break pages. Beside it an installation that has seen nothing yet. Environment as for end_to_end/stand.py; LACUNA_NODE is another Node.
"""
import datetime
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "end_to_end"))
from stand import BUILD, Stand  # noqa: E402

DAYS = 42
GAP = (-16, -15)  # No run on these days, counted from the last.
HOSTILE_TITLE = """<script>alert(1)</script>"><img src=x onerror=alert(2)>&lt;b&gt; '); DROP TABLE item;-- ‮detrever {{{body}}} """ + "W" * 60
HIDDEN_TITLE = "Known to key holders only"
HOSTILE_NAMES = ["W" * 100, "..", "__proto__", "javascript.alert.1", "constructor"]
SCENARIO = {
    "seed": 20,
    "population": {"items": 420, "creators": 60, "created_from": -900, "created_to": -5,
                   "regions": {"US": 34, "GB": 10, "DE": 9, "FR": 8, "CA": 4}, "recent": {"share": 0.05, "days": 3}},
    "states": {"deleted": 0.06, "private": 0.03, "withheld": 0.06, "creators_withheld": 0.05, "canada_excluded": True,
               "oembed_shell": 0.01, "lingering": 0.02, "renamed": 0.05, "nul_text": 0.01,
               "least_lag_hours": 6, "most_lag_hours": 70},
    "changes": [{"kind": "delete_daily", "from": -DAYS, "share": 0.001},
                {"kind": "withhold", "from": -30, "share": 0.06, "return_at": -12, "return_share": 0.6},
                {"kind": "withhold", "from": -4, "share": 0.02},
                {"kind": "flicker", "from": -DAYS, "share": 0.001, "arm": "api"}],
    "faults": [{"kind": "error_500", "probability": 0.02}, {"kind": "rate_limit", "probability": 0.01},
               {"kind": "corrupted_batches", "probability": 0.7, "item_drop": 0.15, "needs": "not_public"},
               {"kind": "error_500", "probability": 1, "from": -22, "to": -21}]}


KEPT = BUILD / "tests/browser"  # Facts and pictures.
DATABASE = f"lacuna_browser_{zlib.crc32(str(BUILD).encode()):08x}"


class Site(Stand):
    """A stand whose daily run lies two hours back: rehearsed up to today, nothing is due while it is read, and nothing is stale."""

    def __init__(self, made, template="template1"):
        self.start_of_run = made - datetime.timedelta(hours=2)
        self.last = self.start_of_run.date()
        super().__init__(SCENARIO, simulated=True, template=template, platform_options=("--end-day", self.last.isoformat()),
                         settings=f'title = "Lacuna, simulated"\noperator = "Lacuna"\npublic_url = "https://audit.example.org"\n'
                                  f'[schedule]\nstart = "{self.start_of_run:%H:%M}"')

    def day(self, back):
        return (self.last + datetime.timedelta(days=back)).isoformat()

    def rehearse(self, until, *list_of_items):
        self.lacuna("rehearse", "--days", str(until + DAYS), "--until", self.day(until), *list_of_items)

    def fill(self):
        """The lists begin one a day, so that each has a history of its own length."""
        rows = [line.split(",")[:3] for line in self.write_watchlist().read_text().splitlines()[1:]]
        truth = self.truth(self.day(0))
        self.withheld = [row for row in rows[:380] if truth[row[0]]["state"] in ("withheld", "creator_withheld")]
        self.hidden = rows[405:]
        hostile = [[row[0], HOSTILE_NAMES[i % len(HOSTILE_NAMES)], row[2]] for i, row in enumerate(rows[380:405])]
        self.begin_list(-DAYS + 1, "everyone", rows[:380], "A random sample", "random")
        self.begin_list(-DAYS + 2, "few", rows[:12], "A few official accounts", "convenience")
        self.begin_list(-DAYS + 3, "outcome", self.withheld, "Reported as missing", "chosen_for_being_missing")
        self.begin_list(-DAYS + 4, "hostile", hostile, HOSTILE_TITLE, "convenience")
        self.begin_list(-DAYS + 5, "hidden", rows[:20] + self.hidden, HIDDEN_TITLE, "random", "--private")
        self.rehearse(GAP[0] - 1)
        # The days of the gap are older than the newest run: nothing makes up for them.
        self.lacuna("rehearse", "--days", str(-GAP[1]), "--until", self.day(0))
        self.import_series(rows)
        self.sql("INSERT INTO watchlist (slug, title, selection, public) SELECT 'empty', 'Nothing yet', selection, true FROM watchlist "
                 "WHERE slug = 'few'")
        self.sql(f"INSERT INTO annotation (day, platform, words, source) VALUES ('{self.day(-25)}', 'tiktok', "
                 "'<b>The platform</b> said something', 'a & b')")

    def begin_list(self, until, slug, rows, title, selection, *more):
        path = self.folder / f"{slug}.csv"
        path.write_text("video_id,username,region\n" + "".join(",".join(row) + "\n" for row in rows))
        self.rehearse(until, "--watchlist", path, "--list", slug, "--title", title, "--selection", selection, *more)

    def import_series(self, rows):
        path = self.folder / "series.csv"
        states = ("available", "available", "not_available", "error")
        path.write_text("date,video_id,state\n" + "".join(
            f"{self.day(back)},{row[0]},{states[(i + back // 9) % 4]}\n" for back in range(-40, -8) for i, row in enumerate(rows[:9])))
        self.lacuna("import", "--ai-forensics", path, "--list", "elsewhere", "--title", "Somebody else’s series")

    def facts(self):
        """What the pages are addressed with, and what must not be seen on them."""
        return {"key": self.lacuna("key", "create", "browser", "--scope", "write,read,evidence").strip(),
                "first": self.day(-DAYS + 1), "last": self.day(0), "gap": [self.day(back) for back in GAP], "void": self.day(-22),
                "annotated": self.day(-25), "hostile_title": HOSTILE_TITLE, "hostile_names": HOSTILE_NAMES, "hidden_title": HIDDEN_TITLE,
                "item": self.withheld[0][0], "creator": self.withheld[0][1], "hidden_item": self.hidden[0][0],
                "run": self.number("SELECT max(run) FROM run WHERE ended_at IS NOT NULL"),
                "void_run": self.number(f"SELECT run FROM run WHERE day = '{self.day(-22)}'"),
                "call": self.number("SELECT max(call) FROM call WHERE controls <> '{}' AND http_status = 200")}


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def on_the_server(*statements):
    for statement in statements:
        subprocess.run(["psql", "-qX", os.environ["LACUNA_TEST_DATABASE"], "-c", statement], check=True)


def make():
    made = now()
    with Site(made) as site:
        site.fill()
        facts = site.facts()
        on_the_server(f"DROP DATABASE IF EXISTS {DATABASE}", f"CREATE DATABASE {DATABASE} TEMPLATE {site.database}")
    (KEPT / "screenshots").mkdir(parents=True, exist_ok=True)
    kept = {"made": made.isoformat(), "server": os.environ["LACUNA_TEST_DATABASE"], "pictures": str(KEPT / "screenshots")}
    (KEPT / "site.json").write_text(json.dumps(facts | kept))


def made_site():
    """The facts of the site; it is made where there is none that fits."""
    file = KEPT / "site.json"
    for _ in range(2):
        if file.exists() and file.stat().st_mtime > max(path.stat().st_mtime for path in (BUILD / "lacuna", pathlib.Path(__file__))):
            facts = json.loads(file.read_text())
            young = now() - datetime.datetime.fromisoformat(facts["made"]) < datetime.timedelta(hours=12)
            if young and facts["server"] == os.environ["LACUNA_TEST_DATABASE"]:
                return facts
        make()
    raise AssertionError("the site that was just made is out of date")


def read(facts, script, *arguments):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(facts, file)
        file.flush()
        node = os.environ.get("LACUNA_NODE") or shutil.which("node") or shutil.which("nodejs")
        return subprocess.run([node, str((HERE / script).resolve()), *arguments], env=os.environ | {"LACUNA_SITE": file.name}).returncode


def main(words):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # What was started ends with us.
    if not words or words[0] in ("-h", "--help"):
        sys.exit(__doc__)
    if words[0] == "--make":
        return make()
    facts = made_site()
    made = datetime.datetime.fromisoformat(facts["made"])
    with Site(made, template=DATABASE) as site, Site(made) as empty:
        site.serve()
        empty.serve()
        facts |= {"origin": site.site, "empty": empty.site}
        if words[0] != "--stay":
            return read(facts, *words)
        print(json.dumps(facts, indent=1), flush=True)
        try:
            site.processes[-1].wait()
        except KeyboardInterrupt:
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
