"""deploy/grafana against Grafana's published types (npm: @grafana/schema, @grafana/grafana-foundation-sdk), by TypeScript's compiler; and
against what deploy/grafana/make writes. A file with a misspelt key has to be refused, else the types check nothing."""
import bisect
import json
import pathlib
import re
import subprocess
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
TYPES = HERE / "types"
GRAFANA = HERE.parents[1] / "deploy/grafana"
FILES = {"Dashboard": "dashboards/*.json", "Rules": "provisioning/alerting/rules.yaml",
         "ContactPoints": "provisioning/alerting/contact-points.yaml", "Policies": "provisioning/alerting/policies.yaml"}


def install():
    lock, mark = TYPES / "package-lock.json", TYPES / "node_modules/.installed-from"
    if mark.exists() and mark.read_text() == lock.read_text():
        return
    subprocess.run(["npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], cwd=TYPES, check=True)
    mark.write_text(lock.read_text())


def documents():
    for kind, pattern in FILES.items():
        paths = sorted(GRAFANA.glob(pattern))
        assert paths, pattern
        for path in paths:
            yield kind, path.name, yaml.safe_load(path.read_text())  # JSON is YAML.


def complaints(those):
    """What the compiler says of each of these (kind, name, document)."""
    lines = [f"import type {{ {', '.join(FILES)} }} from './plain.js';"]
    begins = []
    for number, (kind, name, document) in enumerate(those):
        begins.append(len(lines) + 1)
        lines += f"// {name}\nexport const file{number}: {kind} = {json.dumps(document, indent=1)};".split("\n")
    (TYPES / "made.ts").write_text("\n".join(lines) + "\n")
    done = subprocess.run([TYPES / "node_modules/.bin/tsc", "-p", TYPES, "--pretty", "false"], capture_output=True, text=True)
    said = [[] for _ in those]
    # A complaint begins a line, its reasons are indented below it.
    for line in (line for line in done.stdout.splitlines() if not line.startswith(" ")):
        place = re.match(r"(?:.*/)?made\.ts\((\d+),\d+\): ", line)
        assert place, f"the types themselves are wrong: {line}"
        said[bisect.bisect_right(begins, int(place[1])) - 1].append(line)
    assert done.returncode in (0, 1, 2) and (done.returncode == 0) == (not any(said)), (done.returncode, done.stdout, done.stderr)
    return said


def changed(document, path, value):
    """A copy with one place changed or added."""
    copy = json.loads(json.dumps(document))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copy


def mistakes_in(those):
    """(kind, what it is, document), each with one mistake."""
    board = next(one for one in those if one[1] == "lacuna-list.json")[2]
    rules = next(one for one in those if one[0] == "Rules")[2]
    panel = next(at for at, one in enumerate(board["panels"]) if one["type"] == "timeseries")
    mistakes = [
        ("Dashboard", changed(board, ["panels", panel, "titel"], "x")),
        ("Dashboard", changed(board, ["panels", panel, "type"], "graph")),
        ("Dashboard", changed(board, ["panels", panel, "fieldConfig", "defaults", "custom", "lineInterpolation"], "stairs")),
        ("Dashboard", changed(board, ["panels", panel, "fieldConfig", "defaults", "custom", "lineWidht"], 1)),
        ("Dashboard", changed(board, ["panels", panel, "targets", 0, "exprs"], "up")),
        ("Dashboard", changed(board, ["panels", panel, "options", "tooltip", "mode"], "all")),
        ("Dashboard", changed(board, ["schemaVersion"], "39")),
        ("Dashboard", changed(board, ["templating", "list", 0, "refresh"], 7)),
        ("Rules", changed(rules, ["groups", 0, "rules", 0, "noDataState"], "Fine")),
        ("Rules", changed(rules, ["groups", 0, "rules", 0, "data", 0, "datasourceUuid"], "x")),
        ("Rules", changed(rules, ["groups", 0, "rules", 0, "foor"], "1m"))]
    return [(kind, f"mistake {at}", document) for at, (kind, document) in enumerate(mistakes)]


def main():
    subprocess.run([GRAFANA / "make", "--check"], check=True)
    install()
    those = list(documents())
    mistakes = mistakes_in(those)
    said = complaints(those + mistakes)
    wrong = [line for lines in said[:len(those)] for line in lines]
    assert not wrong, "\n".join(wrong)
    found = dict(zip((name for _, name, _ in mistakes), said[len(those):]))
    assert all(found.values()), f"not found: {[name for name, lines in found.items() if not lines]}"
    print(f"{len(those)} files have Grafana's types; each of {len(mistakes)} mistakes is found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
