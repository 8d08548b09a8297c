#!/usr/bin/env python3
"""Fails if a folder includes one above it, if a file has grown past 400 lines, or if two headers define a type of one name: each
file compiles then, and the linker takes the constructor of either for both. Run by CI."""
import collections
import pathlib
import re
import sys

LAYERS = ["probes", "probes/tiktok", "daemon/time", "daemon/config", "daemon/watchlist", "daemon/statistics", "daemon/plan",
          "daemon/verdict", "daemon/rollup", "daemon/events", "daemon/run", "daemon/store", "daemon/telemetry", "daemon/api",
          "daemon/charts", "daemon/pages", "daemon/net", "daemon/commands", "daemon"]
root = pathlib.Path(__file__).resolve().parent.parent
wrong = []
defined = collections.defaultdict(list)
for path in sorted(root.rglob("*.[hc]pp")):
    here = str(path.parent.relative_to(root))
    if here.startswith(("build", "node_modules")):
        continue
    lines = path.read_text().splitlines()
    if len(lines) > 400:
        wrong.append(f"{path.relative_to(root)}: {len(lines)} lines")
    space = ""
    for number, line in enumerate(lines, 1) if path.suffix == ".hpp" else ():
        space = (re.match(r"namespace ([\w:]+) \{", line) or ["", space])[1]
        if found := re.match(r"(?:struct|class|enum(?: class)?) (\w+)(?: final)?(?: : [^;]*)? \{", line):
            defined[f"{space}::{found[1]}"].append(f"{path.relative_to(root)}:{number}")
    # A layer's rooms are part of it.
    here = "/".join(here.split("/")[:2]) if here.startswith("daemon/") else here
    for number, line in enumerate(lines, 1):
        included = re.match(r'#include "(.+)/[^/]+"', line)
        if not included or here.startswith("tests") or included[1] == "embedded":
            continue
        layer = "/".join(included[1].split("/")[:2])
        if layer not in LAYERS or LAYERS.index(layer) > LAYERS.index(here):
            wrong.append(f"{path.relative_to(root)}:{number}: {here} must not include {included[1]}")
wrong += [f"{name} is defined twice: {', '.join(places)}" for name, places in defined.items() if len(places) > 1]
print("\n".join(wrong) or "layers hold")
sys.exit(bool(wrong))
