"""The files of deploy/prometheus: promtool and amtool find nothing, every alert is tried firing, not firing and resolving, says where to
look and stands in the runbook; and compressing time changes times alone."""
import pathlib
import re
import subprocess
import sys

import yaml

import compressed

HERE = pathlib.Path(__file__).resolve().parent
DEPLOY = HERE.parents[1] / "deploy"
FILES = DEPLOY / "prometheus"
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
    run("promtool", "test", "rules", *TESTS)


def check_tried():
    """Somewhere an alert is not firing, then firing with everything that it says, then not firing any more."""
    left = set(alerts())
    for path in TESTS:
        for test in yaml.safe_load(path.read_text())["tests"]:
            seen = {}
            for case in test.get("alert_rule_test", []):
                seen.setdefault(case["alertname"], []).append(case["exp_alerts"])
            for name, expected in seen.items():
                told = [one for one in expected if one]
                if not expected[0] and not expected[-1] and told and all("exp_annotations" in alert for one in told for alert in one):
                    left.discard(name)
    assert not left, f"not tried whole: {left}"


def check_words():
    runbook = (DEPLOY / "README.md").read_text()
    sections = set(re.findall(r"^### (Lacuna\w+)$", runbook, re.M))
    assert sections == set(alerts()), f"runbook and alerts differ in {sections ^ set(alerts())}"
    for name, rule in alerts().items():
        labels, notes = rule["labels"], rule["annotations"]
        assert labels["severity"] in ("critical", "warning", "info") and labels["audience"] in ("researchers", "operators"), name
        assert notes["summary"].endswith(".") and notes["page"].startswith("{{ $labels.site }}/"), name
        assert notes["runbook_url"] == f"{{{{ $externalLabels.runbook }}}}#{name.lower()}", name


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
    check_tried()
    check_words()
    check_compressing()
    print(f"{len(alerts())} alerts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
