"""The files of deploy/prometheus: promtool and amtool find nothing, every alert is tried firing, not firing and resolving, says where to
look and stands in the runbook; the delays that deploy/README.md names are those of the settings; and compressing time changes times alone."""
import concurrent.futures
import pathlib
import re
import subprocess
import sys

import yaml

import compressed

HERE = pathlib.Path(__file__).resolve().parent
DEPLOY = HERE.parents[1] / "deploy"
FILES = DEPLOY / "prometheus"
FEED = HERE.parents[1] / "daemon/api/metrics_feed.cpp"
TESTS = sorted(HERE.glob("*.test.yml"))


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, cwd=FILES)
    assert done.returncode == 0, f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}"
    return done.stdout


def alerts():
    groups = yaml.safe_load((FILES / "lacuna.alerts.yml").read_text())["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"]}


def check_tools():
    run("promtool", "check", "config", "prometheus.yml")
    run("promtool", "check", "rules", "lacuna.rules.yml", "lacuna.alerts.yml")
    run("amtool", "check-config", "alertmanager.yml")
    with concurrent.futures.ThreadPoolExecutor() as at_once:
        list(at_once.map(lambda path: run("promtool", "test", "rules", path), TESTS))


def is_whole(cases):
    """Not firing, then firing with everything that it says, then not firing any more."""
    expected = [case["exp_alerts"] for case in sorted(cases, key=lambda case: compressed.seconds(case["eval_time"]))]
    told = [alert for one in expected for alert in one]
    return (bool(told) and not expected[0] and not expected[-1]
            and all(alert["exp_labels"] and set(alert["exp_annotations"]) == {"summary", "page", "runbook_url"} for alert in told))


def check_tried():
    """Each alert is whole within one test. @return how many cases there are"""
    left, count = set(alerts()), 0
    for path in TESTS:
        for test in yaml.safe_load(path.read_text())["tests"]:
            cases = test.get("alert_rule_test", [])
            count += len(cases) + len(test.get("promql_expr_test", []))
            left -= {name for name in left if is_whole([one for one in cases if one["alertname"] == name])}
    assert not left, f"not tried whole: {left}"
    return count


def check_words():
    runbook = (DEPLOY / "README.md").read_text()
    sections = set(re.findall(r"^### (Lacuna\w+)$", runbook, re.M))
    assert sections == set(alerts()), f"runbook and alerts differ in {sections ^ set(alerts())}"
    for name, rule in alerts().items():
        labels, notes = rule["labels"], rule["annotations"]
        assert labels["severity"] in ("critical", "warning", "info") and labels["audience"] in ("researchers", "operators"), name
        assert notes["summary"].endswith(".") and notes["page"].startswith("{{ $labels.site }}/"), name
        assert notes["runbook_url"] == f"{{{{ $externalLabels.runbook }}}}#{name.lower()}", name


def check_receivers():
    """Alertmanager sorts by labels and names that alerts have."""
    settings = yaml.safe_load((FILES / "alertmanager.yml").read_text())
    labels = {"alertname", "site", "list"} | {label for rule in alerts().values() for label in rule["labels"]}
    route, inhibited = settings["route"], settings["inhibit_rules"]
    matchers = [one for part in route["routes"] for one in part["matchers"]]
    matchers += [one for rule in inhibited for one in rule["source_matchers"] + rule["target_matchers"]]
    asked = [re.fullmatch(r'(\w+) =~? "?([\w|]+)"?', one).groups() for one in matchers]
    assert labels >= {label for label, _ in asked} | set(route["group_by"]) | {label for rule in inhibited for label in rule["equal"]}
    named = {name for label, names in asked if label == "alertname" for name in names.split("|")}
    assert named <= set(alerts()), named - set(alerts())
    audiences = {names for label, names in asked if label == "audience"}
    assert audiences <= {rule["labels"]["audience"] for rule in alerts().values()}, audiences


def check_delays():
    """How long the shipped settings take at most, as deploy/README.md says it: each step waits for the next beat of its own."""
    prometheus = yaml.safe_load((FILES / "prometheus.yml").read_text())["global"]
    scrape, evaluation = (compressed.seconds(prometheus[name]) for name in ("scrape_interval", "evaluation_interval"))
    wait = compressed.seconds(yaml.safe_load((FILES / "alertmanager.yml").read_text())["route"]["group_wait"])
    feed = int(re.search(r"expires_after\(std::chrono::seconds\{(\d+)\}\)", FEED.read_text())[1])
    after_a_run = feed + scrape + 2 * evaluation + wait
    gone = scrape + evaluation + compressed.seconds(alerts()["LacunaTargetGone"]["for"]) + wait
    said = (DEPLOY / "README.md").read_text()
    for words in (f"at most {after_a_run} s after the run", f"within {gone // 60} min {gone % 60} s of the daemon's end"):
        assert words in said, f"deploy/README.md does not say: {words}"
    return after_a_run, gone


def check_compressing():
    span = re.compile(rf"{compressed.SPAN}\b|\* [0-9.e+]+")
    for name in ("lacuna.rules.yml", "lacuna.alerts.yml", "prometheus.yml", "alertmanager.yml"):
        shipped = yaml.safe_load((FILES / name).read_text())
        quick = compressed.document(shipped, 3600)
        left, right = (span.sub("TIME", yaml.safe_dump(one, width=10000)) for one in (shipped, quick))
        assert left == right, f"{name}: compressing changed more than times"
    assert compressed.expression("a[14d] > 26 * 3600", 3600) == "a[336000ms] > 26 * 1"
    assert compressed.expression("x[7d] offset 1d", 3600) == "x[168000ms] offset 24000ms"
    assert compressed.document({"for": "5m", "scrape_interval": "15s"}, 3600) == {"for": "83ms", "scrape_interval": "1000ms"}


def main():
    check_tools()
    cases = check_tried()
    check_words()
    check_receivers()
    after_a_run, gone = check_delays()
    check_compressing()
    print(f"{len(alerts())} alerts, {cases} cases; at most {after_a_run} s from a run's end to the webhook, {gone} s from the daemon's end")
    return 0


if __name__ == "__main__":
    sys.exit(main())
