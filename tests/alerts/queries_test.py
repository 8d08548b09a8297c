"""Every query of every panel, variable, mark and rule, asked of a real Prometheus that scraped a real daemon: none is in error, none is
empty after two ordinary days. What is empty while all is well is named below, and has to say something in the bad fortnight that follows:
creators are withheld, fields vanish, calls fail, the presence arm is blocked, the API is silent, most is withheld, the quota is too small,
PostgreSQL is away, partitions run out, the daemon is killed. In the end every metric, label and value that a query, a legend, an alert or
a case of promtool's names has been there.
"""
import datetime
import json
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import yaml

from names import Known, annotation_labels, legend_labels, selectors
from watch import PROJECT, Watch, compressed, wait_for

HOUR_IS_A_SECOND = 3600
FIRST = datetime.date(2026, 3, 1)
GRAFANA = PROJECT / "deploy/grafana"
PROMTOOLS = sorted(pathlib.Path(__file__).resolve().parent.glob("*.test.yml"))

# Empty while all is well, and why.
SILENT_WHEN_WELL = {
    r"ALERTS\{": "nothing fires",
    r"increase\(lacuna_events_total\{.*\) > 0": "a mark stands where an event was opened",
    r'lacuna_http_requests_total\{code=~"5\.\."\}': "no answer was a server error",
}
# Rules that nothing here brings about; promtool tries them (process.test.yml, audit.test.yml).
NOT_BROUGHT_ABOUT = {"LacunaNoValidRunYet": "there was a valid run", "LacunaDescriptorsRunningOut": "descriptors are plenty",
                     "LacunaRestarting": "an hour is five scrapes here"}


def day(number):
    return FIRST + datetime.timedelta(days=number - 1)


def fault(kind, first, last=None, **more):
    return {"kind": kind, "from": day(first).isoformat(), "to": day((last or first) + 1).isoformat(), **more}


PAST, WELL, CREATORS, FAILING, BLOCKED, SILENT, RECOVERED, MASS, SMALL = 10, (11, 12), (13, 14), 15, 16, (17, 18, 19), 20, 21, 22
SCENARIO = {
    "seed": 23,
    "population": {"items": 900, "creators": 60, "created_from": "2023-01-01", "created_to": "2025-12-31"},
    "states": {"deleted": 0.05, "withheld": 0.02},
    "changes": [
        {"kind": "flicker", "share": 0.005, "arm": "api", "from": FIRST.isoformat()},
        {"kind": "withhold", "share": 0.15, "pattern": "creators", "from": day(CREATORS[0]).isoformat(), "to": day(FAILING).isoformat()},
        {"kind": "withhold", "share": 0.6, "pattern": "spread", "from": day(MASS).isoformat()}],
    "faults": [
        fault("field_vanishes", *CREATORS, field="view_count"),
        fault("dropped_items", FAILING, client="other-key", item_drop=0.1),
        fault("error_500", FAILING, probability=0.5),
        fault("oembed_timeout", FAILING, probability=0.5, milliseconds=10),
        fault("oembed_block", BLOCKED, answer="bad_request"),
        fault("silent_zero", SILENT[0], SILENT[-1], route="video_id")]}


class Tried:
    """What was asked, and what ever said something."""

    def __init__(self, watch):
        self.watch = watch
        self.said, self.asked = {}, set()

    def ask(self, expression):
        """In error: raises, as any bad query does. Of what it says the labels are kept."""
        self.asked.add(expression)
        for series in self.watch.query_range(expression):
            self.said.setdefault(expression, set()).update(name for name, value in series["metric"].items() if value)

    def ask_all(self, expressions):
        for expression in expressions:
            self.ask(expression)

    def silent(self):
        return self.asked - set(self.said)


def filled(expression, watch):
    """Grafana's variables, as it would fill them in."""
    pattern = re.escape(watch.site).replace("\\", "\\\\")
    return expression.replace('=~"$site"', f'=~"{pattern}"').replace("$site", watch.site).replace("$list", "news")


def queries_of_boards(watch):
    """(expression, labels that its legend or the variable names) of all that the dashboards ask; how many panels that are."""
    asked, panels = [], 0
    for path in sorted((GRAFANA / "dashboards").glob("*.json")):
        board = json.loads(path.read_text())
        for panel in board["panels"]:
            assert panel["type"] == "row" or panel["targets"], f"{path.name}: {panel['title']} asks nothing"
            panels += panel["type"] != "row"
            asked += [(filled(one["expr"], watch), legend_labels(one["legendFormat"])) for one in panel.get("targets", [])]
        asked += [(filled(mark["expr"], watch), legend_labels(mark["titleFormat"])) for mark in board["annotations"]["list"]]
        for variable in board["templating"]["list"]:
            metric, label = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["query"]["query"]).groups()
            asked.append((f"group by ({label}) ({filled(metric, watch)})", {label}))
    return asked, panels


def rules():
    """(name, expression) of alerts and of recording rules, which Grafana's alert rules have to be as well; and what the alerts say."""
    alerts, records, notes = [], [], {}
    for name in ("lacuna.rules.yml", "lacuna.alerts.yml"):
        for group in yaml.safe_load((PROJECT / "deploy/prometheus" / name).read_text())["groups"]:
            for rule in group["rules"]:
                (alerts if "alert" in rule else records).append((rule.get("alert") or rule["record"], rule["expr"]))
                notes[rule.get("alert")] = " ".join(rule.get("annotations", {}).values())
    made = yaml.safe_load((GRAFANA / "provisioning/alerting/rules.yaml").read_text())
    grafana = [(rule["title"], rule["data"][0]["model"]["expr"]) for group in made["groups"] for rule in group["rules"]]
    assert grafana == alerts, "Grafana's rules are not Prometheus'"
    return alerts, records, notes


def excused(expression):
    return any(re.search(pattern, expression) for pattern in SILENT_WHEN_WELL)


def rehearse(watch):
    watch.lacuna("rehearse", "--watchlist", watch.write_watchlist(), "--list", "news", "--selection", "random",
                 "--days", str(PAST), "--until", day(PAST).isoformat())
    watch.set_clock(datetime.datetime.combine(day(PAST), datetime.time(4), datetime.timezone.utc))


def add_vantage(watch):
    """A second one that asks the same."""
    (watch.folder / "other-key").write_text("other-key\n")
    (watch.folder / "other-key").chmod(0o600)
    second = (f'[[tiktok.research.vantage]]\nname = "other"\nclient_key_file = "{watch.folder}/other-key"\n'
              f'client_secret_file = "{watch.folder}/secret"\n')
    watch.config.write_text(watch.config.read_text().replace("[tiktok.oembed]", second + "[tiktok.oembed]"))


def wait_fired(watch, *names):
    try:
        wait_for(f"{names} to fire", 180, lambda: watch.fired() >= set(names))
    except AssertionError as missing:
        raise AssertionError(f"{missing}; fired so far: {sorted(watch.fired())}") from missing


def healthy(watch, tried, boards):
    for number in WELL:
        watch.run_day(day(number))
    # The week before the last day has to be there: an offset of a day.
    wait_for("a past", 120, lambda: watch.query_range("lacuna:completeness_ci_low:week_median"))
    urllib.request.urlopen(watch.site + "/lists/news").read()
    tried.ask_all(expression for expression, _ in boards)
    alerts, records, _ = rules()
    for _, expression in alerts + records:
        tried.ask_all(selectors(expression))
    tried.ask_all(compressed.expression(expression, HOUR_IS_A_SECOND) for _, expression in records)
    for _, expression in alerts:
        watch.query(expression)  # As shipped: not in error.
    empty = {expression for expression in tried.silent() if not excused(expression)}
    assert not empty, "empty while all is well:\n" + "\n".join(sorted(empty))


def bad_fortnight(watch):
    watch.run_day(day(CREATORS[0]), shown=False)
    watch.run_day(day(CREATORS[1]))
    wait_fired(watch, "LacunaCompletenessBelowItsWeek", "LacunaListFell", "LacunaCreatorsLost", "LacunaSchemaChanged")
    watch.run_day(day(FAILING))
    wait_fired(watch, "LacunaVantagesDisagree")
    watch.run_day(day(BLOCKED))
    # The share of failed calls is a day's: it is high when those of the days before are over.
    wait_fired(watch, "LacunaApiFailing", "LacunaPresenceDegraded", "LacunaRunVoid", "LacunaControlsFailing")
    for number in SILENT:
        watch.run_day(day(number), shown=number == SILENT[-1])
    wait_fired(watch, "LacunaApiSilent")
    watch.run_day(day(RECOVERED), shown=False)
    watch.run_day(day(MASS))
    wait_fired(watch, "LacunaMassChange")


def too_small_a_quota(watch):
    text = watch.config.read_text()
    watch.config.write_text(text.replace('client_secret_file', 'daily_calls = 12\nreserve_calls = 2\nclient_secret_file'))
    watch.restart()
    watch.run_day(day(SMALL))
    wait_fired(watch, "LacunaQuotaTooSmall", "LacunaQuotaNearlySpent")


def without_database(watch, tried, boards):
    def server(text):
        subprocess.run(["psql", "-qX", watch.server, "-c", text], check=True, stdout=subprocess.DEVNULL)
    server(f"ALTER DATABASE {watch.database} ALLOW_CONNECTIONS false")
    server(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{watch.database}'")

    def refused():
        try:
            urllib.request.urlopen(watch.site + "/readyz", timeout=20)
        except urllib.error.HTTPError as answer:
            assert answer.code == 503
        return watch.fired() >= {"LacunaDatabaseUnreachable", "LacunaServerErrors"}
    wait_for("LacunaDatabaseUnreachable and LacunaServerErrors", 180, refused)
    tried.ask_all(expression for expression, _ in boards)
    for _, expression in rules()[0]:
        tried.ask_all(one for one in selectors(expression) if excused(one))
    server(f"ALTER DATABASE {watch.database} ALLOW_CONNECTIONS true")


def months_later(watch, tried, boards):
    """There was no run since; the database goes and comes back, the daemon goes."""
    watch.set_clock(datetime.datetime.combine(day(SMALL) + datetime.timedelta(days=120), datetime.time(3), datetime.timezone.utc))
    without_database(watch, tried, boards)
    wait_fired(watch, "LacunaPartitionsNotAhead", "LacunaStale")
    wait_for("the database to be back", 120, lambda: watch.value("lacuna_database_up") == 1)
    watch.daemon.send_signal(signal.SIGKILL)
    wait_fired(watch, "LacunaTargetGone")


def series_of_promtool(text):
    """(metric, labels) of an input series."""
    metric, labels = re.fullmatch(r"(\w+)\{(.*)\}", text).groups()
    return metric, dict(re.findall(r'(\w+)="([^"]*)"', labels))


def check_names(watch, tried, boards):
    """What is asked for, written down or made up has to be what a daemon says."""
    known = Known(watch.all_series())
    alerts, records, notes = rules()
    wrong = []
    for expression, shown in boards:
        wrong += known.wrong(expression)
        wrong += [f"{expression}: the legend's {label} is not there" for label in shown - tried.said[expression]]
    for name, expression in alerts + records:
        wrong += [f"{name}: {one}" for one in known.wrong(expression)]
        wrong += [f"{name} says {label}" for label in annotation_labels(notes.get(name, "")) - known.labels(expression)]
    for path in PROMTOOLS:
        for case in yaml.safe_load(path.read_text())["tests"]:
            for series in case["input_series"]:
                wrong += [f"{path.name}: {one}" for one in known.wrong_input(*series_of_promtool(series["series"]))]
    assert not wrong, "\n".join(wrong)
    return len(known.values)


def main():
    began = time.monotonic()
    # One try, because another one comes after a second at least.
    with Watch(SCENARIO, HOUR_IS_A_SECOND, research='vantages = "compare"\ntries = 1',
               settings='[schedule]\nstart = "23:59"') as watch:
        add_vantage(watch)
        rehearse(watch)
        watch.serve_watched()
        tried = Tried(watch)
        boards, panels = queries_of_boards(watch)
        healthy(watch, tried, boards)
        silent_when_well = len(tried.silent())
        bad_fortnight(watch)
        tried.ask_all(expression for expression, _ in boards)
        too_small_a_quota(watch)
        months_later(watch, tried, boards)
        assert not tried.silent(), "never said anything:\n" + "\n".join(sorted(tried.silent()))
        alerts, records, _ = rules()
        fired = watch.fired()
        missing = {name for name, _ in alerts} - fired - set(NOT_BROUGHT_ABOUT)
        assert not missing, f"did not fire: {missing}"
        watch.check_evaluations()
        metrics = check_names(watch, tried, boards)
        print(f"{panels} panels, {len(boards)} queries of panels, variables and marks; {len(alerts)} alerts and {len(records)} recording rules: "
              f"all asked, {len(tried.asked)} different expressions, none in error, none empty ({silent_when_well} only while all is well)\n"
              f"{len(fired)} of {len(alerts)} alerts fired; nothing is named that is not there, among {metrics} metrics; "
              f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
