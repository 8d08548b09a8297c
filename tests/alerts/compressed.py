"""Rules and settings of Prometheus and Alertmanager with every span of time divided by a factor, and nothing else changed.

    compressed.py FACTOR FILE        prints the file so

In rules spans are `for: 5m`, `[1d]`, `offset 1d`, and a number times 3600 or 86400 in an expression. What is asked for every so
often is not asked more often than once a second, and no range is shorter than five scrapes of that kind.
"""
import re
import sys

import yaml

SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
SPAN = r"(\d+)(ms|s|m|h|d|w)"
LEAST_INTERVAL = 1
LEAST_RANGE = 5
INTERVALS = ("scrape_interval", "evaluation_interval", "interval", "group_wait", "group_interval", "repeat_interval")


def seconds(text):
    number, unit = re.fullmatch(SPAN, text).groups()
    return int(number) * SECONDS[unit]


def span(text, factor, least=0.0):
    """"26h" by 3600 is "26s"."""
    return f"{max(round(seconds(text) / factor * 1000), round(least * 1000), 1)}ms"


def expression(text, factor):
    text = re.sub(rf"\[{SPAN}\]", lambda found: f"[{span(found[0][1:-1], factor, LEAST_RANGE)}]", text)
    text = re.sub(rf"(\boffset ){SPAN}\b", lambda found: found[1] + span(found[2] + found[3], factor), text)
    return re.sub(r"\* (3600|86400)\b", lambda found: f"* {int(found[1]) / factor:g}", text)


def document(node, factor):
    """A whole file, as read from YAML."""
    if isinstance(node, list):
        return [document(one, factor) for one in node]
    if not isinstance(node, dict):
        return node
    made = {}
    for key, value in node.items():
        if key == "expr":
            made[key] = expression(value, factor)
        elif key == "for":
            made[key] = span(value, factor)
        elif key in INTERVALS:
            made[key] = span(value, factor, LEAST_INTERVAL)
        else:
            made[key] = document(value, factor)
    return made


def main():
    factor, path = float(sys.argv[1]), sys.argv[2]
    with open(path) as file:
        yaml.safe_dump(document(yaml.safe_load(file), factor), sys.stdout, sort_keys=False, width=1000)
    return 0


if __name__ == "__main__":
    sys.exit(main())
