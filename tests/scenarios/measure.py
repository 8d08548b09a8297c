#!/usr/bin/env python3
"""Audits the simulated platform by scenario, day by day, and holds what Lacuna says against what is so.

For each scenario: items, calls, calls a confirmed verdict, days needed, verdict against truth, published rate beside the true one.
Ends with status 1 where an aim is missed. Environment as in ../end_to_end/stand.py; what it proves: README.md.
usage: measure.py [--scenario NAME]… [--seeds N] [--chance N] [--days N] [--json FILE] [--slow] [--list]
"""
import argparse
import collections
import json
import math
import sys

from random_scenario import random_scenario
from scenario_file import all_scenarios
from trial import Trial

VERDICTS = ["retrievable", "missing", "not_public", "lingering", "excluded", "too_young", "unconfirmed", "unknown", "not_measured"]


def share(number):
    return "–" if number is None or math.isnan(number) else f"{100 * number:.2f}"


def mark(holds):
    return {None: "–", True: "yes", False: "NO"}[holds]


def totals(trial):
    calls = sum(day.calls for day in trial.days)
    floor = sum(day.floor for day in trial.days)
    confirmed = sum(day.table["public withheld", "missing"] for day in trial.days)
    purposes = collections.Counter()
    for day in trial.days:
        purposes.update(day.by_purpose)
    return {"items": len(trial.items), "days": len(trial.days), "calls": calls, "failed": sum(day.failed for day in trial.days),
            "by purpose": dict(purposes), "floor": round(floor, 1), "calls of the floor": round(calls / floor, 2) if floor else None,
            "calls a confirmed verdict": round(calls / confirmed, 3) if confirmed else None, "judged after days": trial.done_in(),
            "wrong": sum(len(day.wrong) for day in trial.days), "wall seconds": round(trial.wall, 1)}


def tell_days(trial):
    print("  day  api/presence  calls failed floor ratio plan |  true  rate  [low, high]   range          coverage first  holds |"
          " missing of withheld  unconf unknown unmeas  s")
    for day in trial.days:
        rate, run = day.rate, day.runs[-1]
        mute = collections.Counter()
        for (name, _), n in day.mute.items():
            mute[name] += n
        print(f"  {day.number:3}  {run['api_arm']:5}/{run['presence_arm']:8} {day.calls:5} {day.failed:5} {day.floor:6.0f} "
              f"{day.calls / day.floor if day.floor else 0:5.2f} {day.plan if day.plan is not None else '–':>5} |"
              f" {share(day.true_rates[0]):>6} {share(rate.get('completeness')):>6} [{share(rate.get('low'))}, {share(rate.get('high'))}]"
              f" [{share(rate.get('range_low'))}, {share(rate.get('range_high'))}] {share(rate.get('coverage')):>6}"
              f" {share(rate.get('first_ask')):>6}  {mark(day.range_holds)}/{mark(day.band_holds)} |"
              f" {day.found:6} of {day.absent:6} {mute['unconfirmed']:7} {mute['unknown']:6} {mute['not_measured']:6} {day.seconds:5.1f}")


def tell_table(days, which):
    table = collections.Counter()
    for day in days:
        table.update(day.table)
    print(f"  verdict against truth, {which}:")
    print("    " + " " * 17 + "".join(f"{name:>13}" for name in VERDICTS))
    for state in sorted({state for state, _ in table}):
        print(f"    {state:17}" + "".join(f"{table[state, name] or '·':>13}" for name in VERDICTS))


def tell(trial):
    print(f"\n{trial.name}: {trial.scenario.get('about', '')}")
    for name, value in totals(trial).items():
        print(f"  {name}: {value}", end="" if name != "wall seconds" else "\n")
    if trial.days:
        tell_days(trial)
        tell_table(trial.days[-1:], f"day {trial.days[-1].number}")
    if len(trial.days) > 1:
        tell_table(trial.days, "all days")
    left = collections.Counter()
    for day in trial.days[-1:]:
        left.update({f"{name} '{reason}'": n for (name, reason), n in day.mute.items()})
    if left:
        print(f"  left open on the last day: {dict(left)}")
    for aim, words in trial.problems():
        print(f"  MISSED {aim}: {words}")
    sys.stdout.flush()


def as_data(trial):
    days = [{"day": day.number, "date": day.day.isoformat(), "calls": day.calls, "failed": day.failed, "by_purpose": day.by_purpose,
             "floor": day.floor, "plan": day.plan, "rate": day.rate, "true_rates": day.true_rates, "range_holds": day.range_holds,
             "interval_holds": day.band_holds, "seconds": day.seconds,
             "table": [[state, verdict, n] for (state, verdict), n in sorted(day.table.items())],
             "mute": [[verdict, reason, n] for (verdict, reason), n in sorted(day.mute.items())]} for day in trial.days]
    return {"scenario": trial.name, "seed": trial.platform.get("seed", 1), **totals(trial), "by_day": days,
            "missed": trial.problems(), "evidence": trial.evidence}


def run_seeds(name, scenario, arguments):
    """Many seeds: a line each, and what they come to together."""
    trials = []
    for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds):
        trial = Trial(scenario, name, seed, arguments.days).go()
        sums = totals(trial)
        last = trial.days[-1] if trial.days else None
        if last is None:
            print(f"  {name} seed {seed}: MISSED {trial.problems()}", flush=True)
            continue
        print(f"  {name} seed {seed}: calls {sums['calls']} ({sums['calls of the floor']} of the floor), missing {last.found} of "
              f"{last.absent}, wrong {sums['wrong']}, range holds {mark(last.range_holds)}/{mark(last.band_holds)}, "
              f"{sums['wall seconds']} s" + "".join(f"\n    MISSED {aim}: {words}" for aim, words in trial.problems()), flush=True)
        trials.append(trial)
    days = [day for trial in trials for day in trial.days]
    absent, found = sum(day.absent for day in days), sum(day.found for day in days)
    called = sum(n for day in days for (_, verdict), n in day.table.items() if verdict == "missing")
    false = sum(not isinstance(verdict, str) and verdict.name == "missing" for day in days for _, verdict, _, _ in day.wrong)
    print(f"{name}, {len(trials)} seeds: {called} called missing, {false} of them wrongly; {found} of {absent} withheld found; "
          f"{sum(trial.wall for trial in trials) / len(trials):.1f} s a seed")
    tell_table(days, "all seeds and days")
    return trials


def summary(trials):
    print("\nscenario                          items days   calls failed   floor ratio per-verdict judged-after wrong missed wall-s")
    for trial in trials:
        sums = totals(trial)
        print(f"{trial.name:33} {sums['items']:5} {sums['days']:4} {sums['calls']:7} {sums['failed']:6} {sums['floor']:7.0f} "
              f"{sums['calls of the floor'] or 0:5.2f} {sums['calls a confirmed verdict'] or '–':>11} "
              f"{sums['judged after days'] or '–':>12} {sums['wrong']:5} {len(trial.problems()):6} {sums['wall seconds']:6}")


def held(trial, which):
    """"14 of 14": on how many of the days with a published range or interval it held the truth."""
    said = [getattr(day, which) for day in trial.days if getattr(day, which) is not None]
    return f"{sum(said)} of {len(said)}" if said else "–"


def write_markdown(path, trials):
    """The table of the closing note: a row a scenario."""
    rows = ["| scenario | items | days | calls | of the floor | calls a confirmed verdict | days until all judged | missing, wrong | other wrong |"
            " recall, last day | true rate, last day | published | range holds | interval holds |",
            "|" + "---|" * 14]
    for trial in trials:
        if not trial.days:
            continue
        sums, last = totals(trial), trial.days[-1]
        called = sum(n for day in trial.days for (_, verdict), n in day.table.items() if verdict == "missing")
        false = sum(not isinstance(verdict, str) and verdict.name == "missing" for day in trial.days for _, verdict, _, _ in day.wrong)
        rate = last.rate
        shown = f"{share(rate.get('completeness'))} [{share(rate.get('low'))}, {share(rate.get('high'))}]"
        recall = f"{100 * last.found / last.absent:.1f} %" if last.absent else "–"
        rows.append(f"| {trial.name} | {sums['items']} | {sums['days']} | {sums['calls']} | {sums['calls of the floor'] or '–'} |"
                    f" {sums['calls a confirmed verdict'] or '–'} | {sums['judged after days'] or '–'} | {called}, {false} | {sums['wrong'] - false} |"
                    f" {recall} | {share(last.true_rates[0])} | {shown} | {held(trial, 'range_holds')} | {held(trial, 'band_holds')} |")
    with open(path, "w") as file:
        file.write("\n".join(rows) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", action="append", help="only this one, or those that begin so (with a *)")
    parser.add_argument("--seeds", type=int, help="that many seeds of each scenario, a line each")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--chance", type=int, help="that many scenarios put together by chance instead, from --first-seed on")
    parser.add_argument("--days", type=int, help="instead of the scenario's")
    parser.add_argument("--json", help="everything measured, into this file")
    parser.add_argument("--markdown", help="a table of all, into this file")
    parser.add_argument("--slow", action="store_true", help="also the scenarios that take minutes")
    parser.add_argument("--list", action="store_true", help="the names of all, nothing else")
    arguments = parser.parse_args()

    scenarios = all_scenarios()
    if arguments.list:
        print("\n".join(f"{name:34} {it.get('about', '')}" for name, it in scenarios.items()))
        return 0
    wanted = {name: it for name, it in scenarios.items() if arguments.slow or not it.get("slow")}
    if arguments.scenario:
        wanted = {name: it for name, it in scenarios.items()
                  for asked in arguments.scenario if name == asked or asked.endswith("*") and name.startswith(asked[:-1])}
        if not wanted:
            parser.error(f"no such scenario; there are: {', '.join(scenarios)}")
    if arguments.chance:
        numbers = range(arguments.first_seed, arguments.first_seed + arguments.chance)
        wanted = {f"chance-{number}": random_scenario(number) for number in numbers}
    trials = []
    for name, scenario in wanted.items():
        if arguments.seeds:
            trials += run_seeds(name, scenario, arguments)
        else:
            trials.append(Trial(scenario, name, None, arguments.days, lambda line: print(line, file=sys.stderr, flush=True)).go())
            tell(trials[-1])
        if arguments.json:  # After each, so that nothing measured is lost.
            with open(arguments.json, "w") as file:
                json.dump([as_data(trial) for trial in trials], file, indent=1)
        if arguments.markdown:
            write_markdown(arguments.markdown, trials)
    if not arguments.seeds:
        summary(trials)
    missed = sum(bool(trial.problems()) for trial in trials if "limit" not in trial.expect)
    print(f"\n{len(trials)} trials, {missed} with a missed aim")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
