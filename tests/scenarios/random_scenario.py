"""Scenarios that nobody thought of: faults, states and changes put together by chance, from a seed.

Only what must hold under any of them is asked: no wrong verdict, and the published range holds the truth.
"""
import random

DAYS = 6


def some(chance, choices, least, most):
    return chance.sample(choices, chance.randint(least, min(most, len(choices))))


def days_of(chance):
    """A range of days within the trial; often it begins or ends in the middle of a run."""
    begin = chance.choice([0, 1, 2, 3]) + chance.choice([0, 0, 0.126, 0.13, 0.15])
    return {"from": begin, "to": begin + chance.choice([0.01, 0.05, 1, 1, 2, 9])}


def faults(chance):
    drop = chance.choice([0.02, 0.05, 0.1, 0.3, 0.6])
    rate = chance.choice([0.02, 0.1, 0.34])
    brief = days_of(chance)
    choices = [
        {"kind": "corrupted_batches", "item_drop": drop, "needs": "not_public"},
        {"kind": "corrupted_batches", "item_drop": drop, "needs": "nothing", "probability": chance.choice([0.05, 0.3, 1])},
        {"kind": "corrupted_batches", "item_drop": drop, "needs": "nothing", **brief},
        {"kind": "silent_zero", "route": chance.choice(["", "video_id"]), "after_call": chance.choice([0, 0, 7, 20, 45]), **brief},
        {"kind": "silent_zero", "route": "video_id", "probability": chance.choice([0.05, 0.3, 0.6]), **brief},
        {"kind": "error_500", "probability": rate}, {"kind": "error_500", "probability": 0.9, **brief},
        {"kind": "undecodable", "probability": rate}, {"kind": "html_504", "probability": rate},
        {"kind": "without_data", "probability": rate}, {"kind": "short_pages", "probability": 0.4},
        {"kind": "empty_pages", "probability": rate}, {"kind": "duplicate_rows", "probability": 0.3},
        {"kind": "search_id_rejected", "probability": 0.5}, {"kind": "expire_tokens", "probability": 0.05},
        {"kind": "drop_connection", "probability": 0.02, "endpoint": "any"},
        {"kind": "oembed_shell", "probability": rate / 2},
        {"kind": "oembed_block", "answer": chance.choice(["bad_request", "forbidden", "login_page"]),
         "probability": chance.choice([1, 1, 0.5]), **days_of(chance)},
        {"kind": "error_500", "probability": rate, "endpoint": "oembed"},
        {"kind": "rate_limit", "probability": rate},
        {"kind": "error_500", "dates_from": -80, "dates_to": -60}, {"kind": "without_data", "dates_from": -50, "dates_to": -40},
    ]
    return some(chance, choices, 1, 6)


def changes(chance):
    share = chance.choice([0.02, 0.1, 0.5])
    begin = chance.choice([1, 2, 3, 3.14])
    pattern = chance.choice(["spread", "creators", "contiguous"])
    choices = [
        {"kind": "delete_daily", "from": -3, "share": chance.choice([0.002, 0.007, 0.03])},
        {"kind": "private_daily", "from": -3, "share": 0.002},
        {"kind": "hide", "share": min(share, 0.1), **days_of(chance)},
        {"kind": "withhold", "share": share, "pattern": pattern, "from": begin},
        {"kind": "withhold", "share": share, "pattern": pattern, **days_of(chance)},
        {"kind": "give_back", "share": 0.8, **days_of(chance)},
        {"kind": "flicker", "share": chance.choice([0.003, 0.02]), "arm": chance.choice(["api", "presence"]), "from": -3},
    ]
    return some(chance, choices, 0, 3)


def random_scenario(seed):
    chance = random.Random(seed)
    late = chance.random() < 0.3
    states = {"deleted": chance.choice([0.02, 0.08, 0.25]), "private": 0.04, "withheld": chance.choice([0, 0.08, 0.3, 0.7]),
              "creators_withheld": chance.choice([0, 0.03, 0.3]), "lingering": chance.choice([0, 0.2]),
              "canada_excluded": chance.random() < 0.3, "oembed_shell": chance.choice([0, 0.01])}
    population = {"items": chance.choice([60, 300, 900, 1800]), "creators": chance.choice([30, 150, 400]),
                  "created_from": chance.choice([-1400, -300, -90]), "created_to": -60 if late else chance.choice([-20, 0]),
                  "regions": {"US": 5, "DE": 3, "CA": 1}}
    if late:
        population["posted_late"] = {"share": 0.05, "days": 49}
    scenario = {
        "about": f"by chance, number {seed}", "days": DAYS,
        "platform": {"seed": seed, "population": population, "states": states, "changes": changes(chance), "faults": faults(chance)},
        "presence": {"calls_per_second": chance.choice([0.05, 0.3, 1, 10])},
        "first_day": chance.choice(["2026-08-20", "2026-09-07", "2026-10-20"]),
        "scope": {"region": "CA", "until": "2026-09-10"},
        "list": {"columns": chance.choice(["video_id", "video_id,username,region", "video_id,username,region,created_at"])},
        "expect": {"recall_from": 99, "calls": False, "may_be_void": "any"}}
    if chance.random() < 0.2:
        scenario["vantages"] = [{"name": "main", "daily_calls": chance.choice([15, 40, 120]), "reserve_calls": 5}]
    if chance.random() < 0.2:
        scenario["no_run_on"] = [chance.choice([2, 3, 4])]
    if chance.random() < 0.15:
        scenario["list"]["pick"] = {"state": chance.choice(["withheld", "public"]), "count": chance.choice([3, 10, 25])}
    return scenario
