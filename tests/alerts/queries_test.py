"""Every query of every panel, variable, mark and rule, asked of a real Prometheus that scraped a real daemon: none is in error, none is
empty after two ordinary days. What is empty while all is well is named below, and has to say something in the bad fortnight that follows:
creators are withheld, fields vanish, calls fail, the presence arm is blocked, the API is silent, most is withheld, the quota is too small,
PostgreSQL is away, partitions run out, the daemon is killed.
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

from watch import PROJECT, Watch, compressed, wait_for

HOUR_IS_A_SECOND = 3600
FIRST = datetime.date(2026, 3, 1)
GRAFANA = PROJECT / "deploy/grafana"

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
        fault("error_500", FAILING, probability=0.4),
        fault("oembed_timeout", FAILING, probability=0.3, milliseconds=10),
        fault("oembed_block", BLOCKED, answer="bad_request"),
        fault("silent_zero", SILENT[0], SILENT[-1], route="video_id")]}


class Tried:
    """What was asked, and what ever said something."""

    def __init__(self, watch):
        self.watch = watch
        self.said, self.asked = set(), set()
        self.rules_seen = set()

    def ask(self, expression):
        """In error: raises, as any bad query does."""
        self.asked.add(expression)
        if self.watch.query_range(expression):
            self.said.add(expression)

    def ask_all(self, expressions):
        for expression in expressions:
            self.ask(expression)

    def note_rules(self):
        self.rules_seen |= {one["labels"]["alertname"] for one in self.watch.ask_prometheus("/api/v1/alerts")["alerts"] if one["state"] == "firing"}

    def silent(self):
        return self.asked - self.said


def filled(expression, watch):
    """Grafana's variables, as it would fill them in."""
    pattern = re.escape(watch.site).replace("\\", "\\\\")
    return expression.replace('=~"$site"', f'=~"{pattern}"').replace("$site", watch.site).replace("$list", "news")


def expressions_of_boards(watch):
    """Panels and targets are counted; what is asked is returned."""
    asked, panels = [], 0
    for path in sorted((GRAFANA / "dashboards").glob("*.json")):
        board = json.loads(path.read_text())
        for panel in board["panels"]:
            panels += panel["type"] != "row"
            asked += [filled(one["expr"], watch) for one in panel.get("targets", [])]
        asked += [filled(mark["expr"], watch) for mark in board["annotations"]["list"]]
        for variable in board["templating"]["list"]:
            metric, label = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["query"]["query"]).groups()
            asked.append(f"group by ({label}) ({filled(metric, watch)})")
    return asked, panels


def rules():
    """(name, expression) of alerts and of recording rules, and the expressions of Grafana's alert rules."""
    alerts, records = [], []
    for name in ("lacuna.rules.yml", "lacuna.alerts.yml"):
        for group in yaml.safe_load((PROJECT / "deploy/prometheus" / name).read_text())["groups"]:
            for rule in group["rules"]:
                (alerts if "alert" in rule else records).append((rule.get("alert") or rule["record"], rule["expr"]))
    made = yaml.safe_load((GRAFANA / "provisioning/alerting/rules.yaml").read_text())
    grafana = [(rule["title"], rule["data"][0]["model"]["expr"]) for group in made["groups"] for rule in group["rules"]]
    assert grafana == alerts, "Grafana's rules are not Prometheus'"
    return alerts, records


def selectors(expression):
    """Each series an expression asks for."""
    return re.findall(r"(?:lacuna[\w:]*|process_\w+|up\b)(?:\{[^}]*\})?", expression)


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


def wait_firing(watch, tried, *names):
    def seen():
        tried.note_rules()
        return tried.rules_seen >= set(names)
    try:
        wait_for(f"{names} to fire", 180, seen)
    except AssertionError as missing:
        raise AssertionError(f"{missing}; fired so far: {sorted(tried.rules_seen)}") from missing


def healthy(watch, tried):
    watch.run_day(day(WELL[0]))
    # The week before the last day has to be there: an offset of a day and five scrapes.
    wait_for("a past", 120, lambda: watch.query("lacuna:completeness_ci_low:week_median"))
    watch.run_day(day(WELL[1]))
    urllib.request.urlopen(watch.site + "/lists/news").read()
    boards, panels = expressions_of_boards(watch)
    alerts, records = rules()
    tried.ask_all(boards)
    for _, expression in alerts + records:
        tried.ask_all(selectors(expression))
    tried.ask_all(compressed.expression(expression, HOUR_IS_A_SECOND) for _, expression in records)
    for _, expression in alerts:
        watch.query(expression)  # As shipped: not in error.
    empty = {expression for expression in tried.silent() if not excused(expression)}
    assert not empty, "empty while all is well:\n" + "\n".join(sorted(empty))
    print(f"{panels} panels, {len(boards)} queries of dashboards; {len(alerts)} alerts in Prometheus and as many in Grafana, "
          f"{len(records)} recording rules; {len(tried.asked)} different expressions asked, {len(tried.silent())} of them empty while all is well")
    return boards, alerts


def bad_fortnight(watch, tried):
    for number in CREATORS:
        watch.run_day(day(number))
    wait_firing(watch, tried, "LacunaCompletenessBelowItsWeek", "LacunaListFell", "LacunaCreatorsLost", "LacunaSchemaChanged")
    watch.run_day(day(FAILING))
    wait_firing(watch, tried, "LacunaApiFailing", "LacunaPresenceDegraded", "LacunaVantagesDisagree")
    watch.run_day(day(BLOCKED))
    wait_firing(watch, tried, "LacunaRunVoid", "LacunaControlsFailing")
    for number in SILENT:
        watch.run_day(day(number))
    wait_firing(watch, tried, "LacunaApiSilent")
    watch.run_day(day(RECOVERED))
    watch.run_day(day(MASS))
    wait_firing(watch, tried, "LacunaMassChange")


def too_small_a_quota(watch, tried):
    text = watch.config.read_text()
    watch.config.write_text(text.replace('client_secret_file', 'daily_calls = 12\nreserve_calls = 2\nclient_secret_file'))
    watch.restart()
    watch.run_day(day(SMALL))
    wait_firing(watch, tried, "LacunaQuotaTooSmall", "LacunaQuotaNearlySpent")
    tried.note_rules()


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
        tried.note_rules()
        return tried.rules_seen >= {"LacunaDatabaseUnreachable", "LacunaServerErrors"}
    wait_for("LacunaDatabaseUnreachable and LacunaServerErrors", 180, refused)
    tried.ask_all(boards)
    for _, expression in rules()[0]:
        tried.ask_all(one for one in selectors(expression) if excused(one))
    server(f"ALTER DATABASE {watch.database} ALLOW_CONNECTIONS true")
    wait_for("the database to be back", 120, lambda: watch.value("lacuna_database_up") == 1)


def the_end(watch, tried):
    watch.set_clock(datetime.datetime.combine(day(SMALL) + datetime.timedelta(days=120), datetime.time(3), datetime.timezone.utc))
    wait_firing(watch, tried, "LacunaPartitionsNotAhead", "LacunaStale")
    watch.daemon.send_signal(signal.SIGKILL)
    wait_firing(watch, tried, "LacunaTargetGone")


def main():
    began = time.monotonic()
    with Watch(SCENARIO, HOUR_IS_A_SECOND, research='vantages = "compare"', settings='[schedule]\nstart = "23:59"') as watch:
        add_vantage(watch)
        rehearse(watch)
        watch.serve_watched()
        tried = Tried(watch)
        boards, alerts = healthy(watch, tried)
        bad_fortnight(watch, tried)
        tried.ask_all(boards)
        too_small_a_quota(watch, tried)
        without_database(watch, tried, boards)
        the_end(watch, tried)
        assert not tried.silent(), "never said anything:\n" + "\n".join(sorted(tried.silent()))
        missing = {name for name, _ in alerts} - tried.rules_seen - set(NOT_BROUGHT_ABOUT)
        assert not missing, f"did not fire: {missing}"
        print(f"{len(tried.rules_seen)} of {len(alerts)} alerts fired; all {len(tried.asked)} expressions have said something; "
              f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
