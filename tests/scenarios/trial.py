"""One scenario, one seed: a database, the simulated platform, a run a day in accelerated time, and what came of it."""
import collections
import csv
import datetime
import glob
import io
import json
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
from stand import BUILD, SHARED, Stand  # noqa: E402
from truth import Scope, Truth, floor_of_day, instant, ratio, read_items, settled, true_rate  # noqa: E402

PURPOSES = {1: "first pass", 2: "confirmation", 3: "alone", 4: "quarantine", 5: "harvest"}
MUTE = {"unknown", "not_measured", "unconfirmed"}  # Verdicts that say nothing of the platform, so can say nothing false.
SLUG = "trial"
# Debian's psql is a script that finds the real one, in a tenth of a second; a trial asks hundreds of times.
PSQL = next(iter(sorted(glob.glob("/usr/lib/postgresql/*/bin/psql"), reverse=True)), "psql")


class TrialStand(Stand):
    """A stand whose configuration follows the scenario."""

    def __init__(self, scenario):
        options = ["--end-day", scenario.get("first_day", "2026-10-20")]
        ids = scenario.get("ids") and SHARED / scenario["ids"]
        if ids and ids.exists():
            options += ["--ids-from", ids]
        super().__init__(scenario["platform"], simulated=True, platform_options=options)
        self.trial = scenario

    def write_configuration(self):
        presence = self.trial.get("presence", {})
        vantages = self.trial.get("vantages", [{"name": "main"}])
        lines = ["[database]", f'url = "{self.url}"', "[server]", 'listen = "127.0.0.1:0"',
                 'contact = "mailto:stand@example.org"', "[simulation]", f'control_url = "{self.platform_url}"',
                 "[tiktok.research]", f'base_url = "{self.platform_url}"', *self.trial.get("research", [])]
        for vantage in vantages:
            for secret in ("key", "secret"):
                path = self.folder / f"{vantage['name']}-{secret}"
                path.write_text(f"{vantage['name']}-{secret}\n")
                path.chmod(0o600)
            lines += ["[[tiktok.research.vantage]]", f'client_key_file = "{self.folder}/{vantage["name"]}-key"',
                      f'client_secret_file = "{self.folder}/{vantage["name"]}-secret"']
            lines += [f"{key} = {json.dumps(value)}" for key, value in vantage.items()]
        if presence != "off":
            lines += ["[tiktok.oembed]", "enabled = true", f'base_url = "{self.platform_url}"',
                      f'calls_per_second = {float(presence.get("calls_per_second", 1.0))}',
                      f'concurrency = {presence.get("concurrency", 8)}']
        self.config = self.folder / "lacuna.toml"
        self.config.write_text("\n".join(lines + self.trial.get("settings", [])) + "\n")

    def whole_watchlist(self):
        path = self.folder / "everything.csv"
        subprocess.run([BUILD / "lacuna-simulated-platform", "--scenario", self.scenario_file, *self.platform_options,
                        "--write-watchlist", path, "--columns", "video_id,username,region,created_at"],
                       check=True, stdout=subprocess.DEVNULL)
        return path.read_text()

    def sql(self, text):
        done = subprocess.run([PSQL, "-qXAt", "-F", "\t", self.url, "-c", text], capture_output=True, text=True, check=True)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def rows(self, query):
        """Of a query for one JSON value a row."""
        return [json.loads(row[0]) for row in self.sql(query)]


class Verdict:
    __slots__ = ("name", "reason", "grade", "counts", "countable", "first_ask", "decided_by", "confirmed_by")

    def __init__(self, row):
        _, self.name, self.reason, self.grade, counts, countable, self.first_ask, decided, confirmed = row
        self.counts, self.countable = counts == "t", countable == "t"
        self.decided_by, self.confirmed_by = int(decided), int(confirmed)

    def shown(self):
        return f"{self.name}/{self.reason}/{self.grade} decided_by={self.decided_by} confirmed_by={self.confirmed_by}"


class Day:
    """What one day's run did and said, and what it should have."""

    def __init__(self, number, day):
        self.number, self.day = number, day
        self.plan = self.seconds = None
        self.wrong = []       # (video, verdict, standing at the start, at the end)
        self.problems = []    # (aim, words)


class Trial:
    def __init__(self, scenario, name, seed=None, days=None, say=lambda *_: None):
        self.scenario, self.name, self.say = scenario, name, say
        if seed is not None:
            self.scenario = {**scenario, "platform": {**scenario["platform"], "seed": seed}}
        self.platform = self.scenario["platform"]
        self.count = days or scenario.get("days", 1)
        self.today = datetime.datetime.now(datetime.timezone.utc).date()
        if scenario.get("last_day") == "today":
            self.scenario = {**self.scenario, "first_day": (self.today - datetime.timedelta(days=self.count - 1)).isoformat()}
        self.first = datetime.date.fromisoformat(self.scenario.get("first_day", "2026-10-20"))
        self.expect = scenario.get("expect", {})
        self.columns = scenario.get("list", {}).get("columns", "video_id,username,region")
        self.scope = Scope(scenario.get("scope"), self.columns)
        self.days, self.closed, self.evidence, self.crash = [], {}, [], None

    # Driving

    def go(self):
        began = time.monotonic()
        with TrialStand(self.scenario) as self.stand:
            midnight = datetime.datetime.combine(self.first, datetime.time(), datetime.timezone.utc)
            self.truth = Truth(self.stand.platform_url, self.platform, midnight)
            self.make_list()
            try:
                for number in range(1, self.count + 1):
                    if number not in self.scenario.get("no_run_on", []):
                        self.run_day(number)
            except (AssertionError, subprocess.SubprocessError) as fault:  # The daemon's: reported as a missed aim beside the others.
                self.crash = f"day {number}: {fault}"
            for day in self.days[:-1]:  # A day closes at the end of the next: judged once more as it stands.
                self.look(day, closed=True)
        self.wall = time.monotonic() - began
        return self

    def make_list(self):
        text = self.stand.whole_watchlist()
        self.items = read_items(text, dates_given="created_at" in self.columns.split(","))
        pick = self.scenario.get("list", {}).get("pick")
        if pick:
            start = datetime.datetime.combine(self.first, datetime.time(3), datetime.timezone.utc)
            truth = self.truth.at(start)
            chosen = [video for video in self.items if truth[video].state == pick["state"]][:pick["count"]]
            self.items = {video: self.items[video] for video in chosen}
        self.list_file = self.stand.folder / "list.csv"
        names = self.columns.split(",")
        with open(self.list_file, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            for row in csv.DictReader(io.StringIO(text)):
                if row["video_id"] in self.items:
                    writer.writerow([row[name] for name in names])

    def run_day(self, number):
        day = Day(number, self.first + datetime.timedelta(days=number - 1))
        words = ["rehearse", "--days", "1", "--until", day.day.isoformat()]
        if not self.days:
            words += ["--watchlist", str(self.list_file), "--list", SLUG, "--selection", "census"]
        elif day.day == self.today:  # `plan` is always for the real today.
            day.plan = self.planned()
        began = time.monotonic()
        self.stand.lacuna(*words, timeout=1800)
        day.seconds = time.monotonic() - began
        self.days.append(day)
        self.look(day, closed=False)
        self.say(f"  {self.name} day {number}: {day.calls} calls, {day.seconds:.1f} s"
                 + "".join(f"; {aim}: {words}" for aim, words in day.problems))

    def planned(self):
        """Calls that `lacuna plan` expects of the next run, but for quarantine."""
        found = dict(re.findall(r"^calls, ([a-z ]+?) +(\d+)", self.stand.lacuna("plan"), re.M))
        return sum(int(n) for purpose, n in found.items() if purpose != "quarantine")

    # Looking

    def look(self, day, closed):
        where = f"day = '{day.day}'"
        day.runs = self.stand.rows(f"SELECT to_jsonb(r) FROM run r WHERE {where} ORDER BY run")
        calls = self.stand.sql(f"""SELECT purpose, count(*), count(*) FILTER (WHERE outcome <> 0) FROM call WHERE {where} GROUP BY 1""")
        day.by_purpose = {PURPOSES.get(int(purpose), purpose): int(n) for purpose, n, _ in calls}
        day.calls = sum(day.by_purpose.values())
        day.needed = day.calls - day.by_purpose.get("quarantine", 0)  # Quarantine is no part of the floor; it falls due once a week.
        day.failed = sum(int(failed) for _, _, failed in calls)
        rates = self.stand.rows(f"""SELECT to_jsonb(r) FROM day_rate r WHERE {where} AND stratum = 'all'
                                    ORDER BY rule_version DESC LIMIT 1""")
        day.rate = rates[0] if rates else {}
        verdicts = self.verdicts(day)
        if closed and day.day in self.closed:
            changed = [video for video, name in self.closed[day.day].items() if verdicts[video].name != name]
            if changed:
                day.problems.append(("changed after closing", f"{len(changed)} verdicts, {changed[0]} among them"))
        self.compare(day, verdicts)
        self.hold_against_aims(day, closed)
        if not closed and len(self.days) > 1 and self.days[-2].day == day.day - datetime.timedelta(days=1):
            yesterday = self.days[-2]
            self.closed[yesterday.day] = {video: it.name for video, it in self.verdicts(yesterday).items()}

    def verdicts(self, day):
        text = subprocess.run([PSQL, "-qX", self.stand.url, "-c", f"""COPY (
            SELECT platform_id, name, reason, grade, counts, countable, first_ask, decided_by, confirmed_by
              FROM verdict v JOIN verdict_kind USING (verdict) JOIN item USING (item)
             WHERE day = '{day.day}' AND rule_version = (SELECT max(rule_version) FROM verdict WHERE day = '{day.day}')) TO STDOUT"""],
                              capture_output=True, text=True, check=True).stdout
        return {row[0]: Verdict(row) for row in (line.split("\t") for line in text.splitlines())}

    def compare(self, day, verdicts):
        start, end = instant(day.runs[0]["started_at"]), instant(day.runs[-1]["ended_at"])
        day.start, at_start, at_end = start, self.truth.at(start), self.truth.at(end)
        day.table, day.wrong, day.mute = collections.Counter(), [], collections.Counter()
        absent = found = 0
        for video, item in self.items.items():
            verdict, first, last = verdicts.get(video), at_start[video], at_end[video]
            if verdict is None:
                day.wrong.append((video, "no verdict", first, last))
                continue
            state = self.state(item, first, start)
            day.table[state, verdict.name] += 1
            if verdict.name in MUTE:
                day.mute[verdict.name, verdict.reason] += 1
            if state == "public withheld" and last.withheld:
                absent += 1
                found += verdict.name == "missing"
            if verdict.name not in MUTE and not self.right(verdict, item, first, last, day):
                day.wrong.append((video, verdict, first, last))
        day.absent, day.found = absent, found
        day.first_floor, day.confirmation_floor = floor_of_day(self.items, at_start, start, self.scope)
        succeeded = ratio(day.calls - day.failed, day.calls) or 1.0
        day.floor = (day.first_floor + day.confirmation_floor) / succeeded
        countable = {video for video, verdict in verdicts.items() if verdict.countable}
        day.true_rates = [ratio(*true_rate(self.items, truth, start, self.scope)) for truth in (at_start, at_end)]
        day.true_of_countable = self.bounds(countable, at_start, at_end)

    @staticmethod
    def bounds(videos, at_start, at_end):
        """(least, most) that the rate over these may be called, as some changed while the run was at work."""
        least = sum(at_start[v].returned and at_end[v].returned for v in videos)
        most = sum(at_start[v].returned or at_end[v].returned for v in videos)
        return ratio(least, len(videos)), ratio(most, len(videos))

    def state(self, item, standing, start):
        if not standing.public:
            return "gone returned" if standing.returned else "gone"
        if self.scope.excludes(item, start.date()):
            return "out of scope"
        if standing.returned:
            return "public returned"
        return "public withheld" if settled(item, start) else "public too young"

    def right(self, verdict, item, first, last, day):
        """Whether a verdict may be said of an item that was so when the run began, and so when it ended."""
        name = verdict.name
        if name == "retrievable":
            return first.returned or last.returned
        if name == "not_public":
            return not first.public or not last.public
        if name == "lingering":
            return any(it.returned and not it.public for it in (first, last))
        if name == "excluded":
            return self.scope.excludes(item, day.start.date())
        if name == "too_young":
            return not settled(item, day.start)
        if name != "missing" or not settled(item, day.start) or self.scope.excludes(item, day.start.date()):
            return False
        if first.withheld and last.withheld or first.state == last.state:  # No state leaves and comes back within a run.
            return first.withheld
        if not (verdict.decided_by or verdict.confirmed_by):
            return False
        return self.truth.at(self.decided_at(verdict))[item.id].withheld

    def decided_at(self, verdict):
        call = max(verdict.decided_by, verdict.confirmed_by)
        return instant(self.stand.rows(f"SELECT to_jsonb(sent_at) FROM call WHERE call = {call}")[0])

    # The aims

    def hold_against_aims(self, day, closed):
        expect, run = self.expect, day.runs[-1]
        when = "closed" if closed else "published"
        known = {(aim.split(" (")[0], words) for aim, words in day.problems}

        def miss(aim, words):
            if (aim, words) not in known:
                day.problems.append((f"{aim} ({when})", words))

        for video, verdict, first, last in day.wrong[:3]:
            shown = verdict if isinstance(verdict, str) else verdict.shown()
            miss("wrong verdict", f"{video} {shown} is {first.state}, then {last.state} ({len(day.wrong)} wrong)")
            self.note_evidence(day, video)
        for arm in ("api", "presence"):
            void = run[f"{arm}_arm"] == "void"
            wanted = day.number in expect.get(f"void_{arm}", [])
            leave = [] if f"void_{arm}" in expect else expect.get("may_be_void", [])
            if void != wanted and leave != "any" and day.number not in leave:
                miss("void", f"{arm} arm {run[f'{arm}_arm']}: {run['void_reason']}")
        self.hold_rate(day, miss)
        if (day.number >= expect.get("recall_from", 7) and day.number not in expect.get("no_recall_on", [])
                and day.absent and day.found < 0.995 * day.absent):
            miss("recall", f"{day.found} of {day.absent} withheld items called missing")
        if expect.get("calls", True) and run["api_arm"] != "void" and day.floor >= 20 and day.needed > 1.6 * day.floor:
            miss("calls", f"{day.needed} calls but for quarantine, floor {day.floor:.0f}, {day.needed / day.floor:.2f}")
        if not closed and expect.get("forecast") and day.plan and abs(day.plan - day.needed) > max(2, 0.1 * day.needed):
            miss("forecast", f"{day.plan} planned, {day.needed} used, both but for quarantine")
        if not closed and day.seconds > expect.get("seconds", 120):
            miss("time", f"the run took {day.seconds:.0f} s")

    def hold_rate(self, day, miss):
        rate, band = day.rate, None
        if rate.get("range_low") is not None:
            least, most = day.true_of_countable
            day.range_holds = rate["range_low"] - 1e-9 <= most and rate["range_high"] + 1e-9 >= least
            if not day.range_holds:
                miss("range", f"[{rate['range_low']:.4f}, {rate['range_high']:.4f}] without {least:.4f} of the same items")
            band = rate["range_low"], rate["range_high"]
        else:
            day.range_holds = None
        day.band_holds = None
        if rate.get("completeness") is not None:
            low, high = min(rate["low"], band[0] if band else 1), max(rate["high"], band[1] if band else 0)
            day.band_holds = low - 1e-9 <= max(day.true_rates) and high + 1e-9 >= min(day.true_rates)
            if not day.band_holds:
                miss("interval", f"[{low:.4f}, {high:.4f}] without the true {day.true_rates[0]:.4f}")

    def note_evidence(self, day, video):
        if len(self.evidence) >= 12:
            return
        item = self.stand.sql(f"SELECT item FROM item WHERE platform_id = {video}")[0][0]
        calls = self.stand.rows(f"""SELECT to_jsonb(c) - '{{items,controls,returned,views,likes,comments,shares,favourites,body,
                                           request_sha256,response_sha256}}'::text[]
                                           || jsonb_build_object('n', cardinality(items), 'controls', cardinality(controls),
                                              'back', cardinality(returned), 'item_back', {item} = ANY (returned))
                                      FROM call c WHERE {item} = ANY (items) AND day >= date '{day.day}' - 7 AND day <= '{day.day}'
                                     ORDER BY call""")
        readings = self.stand.sql(f"""SELECT block, day, purpose, asked_from, asked_until, readings[array_position(items, {item})]
                                        FROM presence_block WHERE {item} = ANY (items) AND day <= '{day.day}' ORDER BY block""")
        self.evidence.append({"scenario": self.name, "seed": self.platform.get("seed"), "day": day.number, "video": video,
                              "calls": calls, "presence": readings[-6:]})

    # What came of it

    def problems(self):
        found = [(f"day {day.number} {aim}", words) for day in self.days for aim, words in day.problems]
        if self.crash:
            found.append(("failed", self.crash))
        calls, floor = sum(day.calls for day in self.days), sum(day.floor for day in self.days)
        if self.expect.get("calls", True) and len(self.days) >= 7 and floor >= 100 and calls > 1.6 * floor:
            found.append(("calls of all days", f"{calls}, floor {floor:.0f}, {calls / floor:.2f}"))
        most_days = self.expect.get("done_in")
        if most_days and (self.done_in() or 10 ** 6) > most_days:
            found.append(("days", f"judged after {self.done_in()} days, not {most_days}"))
        most = self.expect.get("most_unknown")
        for day in self.days if most is not None else []:
            mute = sum(day.mute.values())
            if mute > most * len(self.items):
                found.append((f"day {day.number} silence", f"{mute} items without a definite verdict"))
        return [(f"{aim}, a known limit", words) for aim, words in found] if "limit" in self.expect else found

    def done_in(self):
        """Days until every public, withheld, settled item but one in 200 is called missing, and as few are left unmeasured."""
        for day in self.days:
            left = sum(n for (name, _), n in day.mute.items() if name in ("not_measured", "unconfirmed"))
            if day.found >= 0.995 * day.absent and left <= 0.005 * len(self.items):
                return day.number
        return None
