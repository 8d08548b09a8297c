"""Scenario files of this folder: a scenario of the simulated platform, and how it is to be audited. Keys: README.md."""
import copy
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
KEYS = {"about", "proves", "platform", "first_day", "last_day", "days", "no_run_on", "list", "presence", "research", "vantages", "settings",
        "scope", "ids", "expect", "vary", "seeds", "slow"}
EXPECTATIONS = {"void_api", "void_presence", "may_be_void", "recall_from", "no_recall_on", "calls", "forecast", "seconds", "done_in",
                "most_unknown", "limit"}


class BadScenario(Exception):
    pass


def refuse_unknown(place, given, known):
    unknown = set(given) - known
    if unknown:
        raise BadScenario(f"{place}: unknown key {sorted(unknown)[0]}, expected one of {', '.join(sorted(known))}")


def put(tree, path, value):
    """Sets `platform.faults.0.item_drop` and the like."""
    *way, last = path.split(".")
    for step in way:
        tree = tree[int(step)] if isinstance(tree, list) else tree.setdefault(step, {})
    if isinstance(tree, list):
        tree[int(last)] = value
    elif value is None:
        tree.pop(last, None)
    else:
        tree[last] = value


def read_file(path):
    """name -> scenario: the file itself, or one for each of its variations."""
    found = json.loads(path.read_text())
    refuse_unknown(path.name, found, KEYS)
    refuse_unknown(f"{path.name}: expect", found.get("expect", {}), EXPECTATIONS)
    variations = found.pop("vary", None)
    if not variations:
        return {path.stem: found}
    scenarios = {}
    for name, changes in variations.items():
        scenario = copy.deepcopy(found)
        for where, value in changes.items():
            put(scenario, where, value)
        refuse_unknown(f"{path.name}: {name}: expect", scenario.get("expect", {}), EXPECTATIONS)
        scenarios[f"{path.stem}-{name}"] = scenario
    return scenarios


def all_scenarios():
    scenarios = {}
    for path in sorted(HERE.glob("*.json")):
        scenarios.update(read_file(path))
    return scenarios
