#!/usr/bin/env python3
"""Years of history in a database of its own, for the load tools beside this file: real rows, made by SQL, the same every time.

Kept in FOLDER, in a private cluster; a history that is there is left as it is. Prints the database's URL last.
usage: history.py FOLDER ITEMS DAYS [--last DAY] [--call-days N]
"""
import argparse
import datetime
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLUSTER = ROOT / "deploy/private-postgres"
LACUNA = pathlib.Path(os.environ.get("LACUNA_BUILD", ROOT / "build/release")) / "lacuna"


def say(text):
    print(f"history: {text}", file=sys.stderr, flush=True)


def cluster_url(folder, database):
    subprocess.run([CLUSTER, "start", folder / "postgres"], check=True)
    return subprocess.run([CLUSTER, "url", folder / "postgres", database], check=True, capture_output=True, text=True).stdout.strip()


def sql(url, text, *options):
    done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *options, url], input=text, text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"history: {done.stderr.strip()}")
    return done.stdout.strip()


def write_settings(folder, url, listen):
    """Of a daemon over the history: nothing is audited, and every page says that the data is not real."""
    path = folder / "lacuna.toml"
    path.write_text(f'[database]\nurl = "{url}"\n[server]\nlisten = "{listen}"\ntitle = "Lacuna"\n'
                    '[simulation]\ncontrol_url = "http://127.0.0.1:9"\n')
    return path


def months_between(first, last):
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + datetime.timedelta(days=32)).replace(day=1)


def fill(url, items, days, last, call_days):
    variables = [word for name, value in (("items", items), ("days", days), ("call_days", call_days), ("last", last))
                 for word in ("-v", f"{name}={value}")]
    session = "SET synchronous_commit = off; SET work_mem = '256MB'; SET max_parallel_workers_per_gather = 0;\n"
    sql(url, session + (ROOT / "tests/bench/history.sql").read_text(), *variables)
    since = last - datetime.timedelta(days=call_days - 1)
    first = last - datetime.timedelta(days=days - 1)
    began = time.monotonic()
    for month in months_between(first, last):
        sql(url, session + f"SELECT bench.fill_month('{month}', '{since}')")
        say(f"{month:%Y-%m} is there, {time.monotonic() - began:.0f} s")
    sql(url, session + "CALL bench.finish()")
    say("vacuuming")
    sql(url, "SET maintenance_work_mem = '256MB'; VACUUM (FREEZE, ANALYZE)")
    sql(url, "COMMENT ON SCHEMA bench IS 'complete'")


def report(url):
    rows = sql(url, """
        SELECT format('%s verdicts; %s bytes each in the table, %s in its indexes; counts and rates %s MB, calls %s MB, all %s MB',
                      n, round(heap / n, 1), round(indexes / n, 1), counts / 1000000, calls / 1000000, pg_database_size(current_database()) / 1000000)
          FROM (SELECT sum(pg_table_size(relid)) AS heap, sum(pg_indexes_size(relid)) AS indexes FROM pg_partition_tree('verdict') WHERE isleaf) sizes,
               (SELECT count(*)::numeric AS n FROM verdict) rows,
               (SELECT pg_total_relation_size('day_count') + pg_total_relation_size('day_rate') AS counts, pg_total_relation_size('call') AS calls) others""")
    say(rows)


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=pathlib.Path)
    asked.add_argument("items", type=int)
    asked.add_argument("days", type=int)
    asked.add_argument("--last", type=datetime.date.fromisoformat, default=datetime.date.today() - datetime.timedelta(days=1))
    asked.add_argument("--call-days", type=int, default=35, help="of how many days, the newest, the calls are there")
    given = asked.parse_args()
    if given.items < 1000 or given.days < 60:
        asked.error("at least 1000 items and 60 days")
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    name = f"history_{given.items}x{given.days}"
    base = cluster_url(folder, "postgres")
    url = cluster_url(folder, name)
    made = sql(base, f"SELECT 1 FROM pg_database WHERE datname = '{name}'")
    if not made or sql(url, "SELECT obj_description(to_regnamespace('bench'), 'pg_namespace')") != "complete":
        say(f"making {name}")
        sql(base, f"DROP DATABASE IF EXISTS {name}")
        sql(base, f"CREATE DATABASE {name}")
        settings = write_settings(folder, url, "127.0.0.1:1")
        subprocess.run([LACUNA, "--config", settings, "migrate"], check=True, stdout=sys.stderr, env={**os.environ, "LACUNA_DATABASE_URL": ""})
        fill(url, given.items, given.days, given.last, given.call_days)
        report(url)
    print(url)


if __name__ == "__main__":
    main()
