#!/usr/bin/env python3
"""Fails if a folder includes one above it, or a file has grown past 400 lines. Run by CI."""
import pathlib
import re
import sys

LAYERS = ["probes", "probes/tiktok", "daemon/time", "daemon/config", "daemon/watchlist", "daemon/statistics", "daemon/plan",
          "daemon/verdict", "daemon/rollup", "daemon/events", "daemon/run", "daemon/store", "daemon/telemetry", "daemon/api",
          "daemon/charts", "daemon/pages", "daemon/net", "daemon/commands", "daemon"]
root = pathlib.Path(__file__).resolve().parent.parent
wrong = []
for path in sorted(root.rglob("*.[hc]pp")):
    here = str(path.parent.relative_to(root))
    if here.startswith(("build", "node_modules")):
        continue
    lines = path.read_text().splitlines()
    if len(lines) > 400:
        wrong.append(f"{path.relative_to(root)}: {len(lines)} lines")
    # A layer's rooms are part of it.
    here = "/".join(here.split("/")[:2]) if here.startswith("daemon/") else here
    for number, line in enumerate(lines, 1):
        included = re.match(r'#include "(.+)/[^/]+"', line)
        if not included or here.startswith("tests") or included[1] == "embedded":
            continue
        layer = "/".join(included[1].split("/")[:2])
        if layer not in LAYERS or LAYERS.index(layer) > LAYERS.index(here):
            wrong.append(f"{path.relative_to(root)}:{number}: {here} must not include {included[1]}")
print("\n".join(wrong) or "layers hold")
sys.exit(bool(wrong))
