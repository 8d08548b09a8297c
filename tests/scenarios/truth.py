"""What is really so on a day of a trial, and what the cheapest honest audit of it would cost.

Nothing here is taken from the daemon: truth comes from the simulated platform, creation times from its watchlist.
"""
import csv
import datetime
import io
import math
import urllib.request

SETTLE = datetime.timedelta(hours=72)
MOST_IDS, MOST_SPAN = 100, 28 * 86_400
OLDEST = 1_400_000_000  # Seconds; an id that says less holds no date.


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Item:
    """What never changes of a video: its real creation time, its creator's region, the date that an auditor knows."""
    __slots__ = ("id", "created", "region", "known")

    def __init__(self, row, dates_given):
        self.id = row["video_id"]
        self.created = instant(row["created_at"])
        self.region = row["region"]
        made = int(self.id) >> 32
        self.known = int(self.created.timestamp()) if dates_given else made if made >= OLDEST else None


class Standing:
    """What is true of one video at one moment."""
    __slots__ = ("public", "returned", "state")

    def __init__(self, public, returned, state):
        self.public, self.returned, self.state = public, returned, state

    @property
    def withheld(self):
        return self.public and not self.returned


def read_items(text, dates_given):
    return {row["video_id"]: Item(row, dates_given) for row in csv.DictReader(io.StringIO(text))}


def scramble(x):
    """The platform's chance (tests/simulated_platform/chance.hpp): a fault that is stable over days is as good as withholding."""
    x = (x + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return x ^ (x >> 31)


def draw(seed, *parts):
    state = scramble(seed)
    for part in parts:
        state = scramble(state ^ part)
    return state


def share_of(bits):
    return (bits >> 11) * 2.0 ** -53


class Truth:
    """Asks the platform; keeps each moment's answer, for moments are asked for again."""

    def __init__(self, platform_url, scenario, first):
        """`first`: the midnight from which the scenario's relative dates count."""
        self.url, self.kept, self.first = platform_url, {}, first
        self.seed = scenario.get("seed", 1)
        # Every query leaves the same items out, every time: nobody could tell it from withholding, so it is none else.
        self.always_dropped = [fault for fault in scenario.get("faults", [])
                               if fault["kind"] == "dropped_items" and fault.get("probability", 1) >= 1]

    def at(self, moment):
        """video_id -> Standing."""
        text = moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        if text not in self.kept:
            if len(self.kept) > 8:
                self.kept.clear()
            answer = urllib.request.urlopen(f"{self.url}/simulation/truth?at={text}").read().decode()
            rows = csv.reader(io.StringIO(answer))
            next(rows)
            day = (moment - self.first).total_seconds() / 86_400
            dropped = [fault for fault in self.always_dropped if fault.get("from", day) <= day < fault.get("to", day + 1)]
            self.kept[text] = {row[0]: self.standing(row, dropped) for row in rows}
        return self.kept[text]

    def standing(self, row, dropped):
        public, returned, state = row[1] == "1", row[2] == "1", row[3]
        for fault in dropped:
            if returned and share_of(draw(self.seed, 0xD405, int(row[0]))) < fault.get("item_drop", 0.3):
                returned, state = False, "dropped"
        return Standing(public, returned, state)


def greedy_calls(seconds):
    """Calls that ask for items of these creation times: sorted, at most 100 ids a call, ids spanning at most 28 days."""
    calls, first, held = 0, None, 0
    for second in sorted(seconds):
        if first is None or held == MOST_IDS or second - first > MOST_SPAN:
            calls, first, held = calls + 1, second, 0
        held += 1
    return calls


def settled(item, moment):
    return moment - item.created >= SETTLE


class Scope:
    """Whom a documented rule excludes, as far as anybody but the audited API tells: `{"region": "CA", "until": "2026-09-10"}`."""

    def __init__(self, rule, columns):
        self.rule = rule if rule and "region" in columns.split(",") else None

    def excludes(self, item, day):
        return bool(self.rule) and item.region == self.rule["region"] and day.isoformat() < self.rule["until"]


def floor_of_day(items, truth, moment, scope):
    """(first pass, confirmation): greedy calls for the public ones, and for the true absentees once more."""
    public, absent = [], []
    for video, standing in truth.items():
        item = items.get(video)
        if item is None or item.known is None or not standing.public:
            continue
        public.append(item.known)
        if standing.withheld and settled(item, moment) and not scope.excludes(item, moment.date()):
            absent.append(item.known)
    return greedy_calls(public), greedy_calls(absent)


def true_rate(items, truth, moment, scope, among=None):
    """Of the public, in-scope, settled items (of those in `among`, if given): (returned, all)."""
    returned = total = 0
    for video, standing in truth.items():
        item = items.get(video)
        if item is None or not standing.public or among is not None and video not in among:
            continue
        if settled(item, moment) and not scope.excludes(item, moment.date()):
            total += 1
            returned += standing.returned
    return returned, total


def ratio(part, whole):
    return part / whole if whole else math.nan
