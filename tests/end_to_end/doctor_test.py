"""What `lacuna doctor` finds: nothing where all is well; else each fault that can be made here, one at a time."""
import contextlib
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

from stand import PROJECT, Stand

SCENARIO = {"seed": 9,
            "population": {"items": 150, "creators": 30, "created_from": "2023-01-01", "created_to": "2026-06-01"},
            "states": {"deleted": 0.1, "withheld": 0.1},
            "clients": [{"key": "simulated-key", "secret": "simulated-secret"}]}
SETTINGS = 'public_url = "https://audit.example.org"'


def doctor(stand, expect, config=None):
    """[(health, subject, the rest)]; what is not well says what to do."""
    done = subprocess.run([*stand.command()[:2], config or stand.config, "doctor"], capture_output=True, text=True, timeout=120)
    assert done.returncode == expect, f"{done.returncode} instead of {expect}\n{done.stdout}\n{done.stderr}"
    assert "simulated-secret" not in done.stdout + done.stderr and "clt." not in done.stdout + done.stderr
    found = re.findall(r"^(ok|warning|fault) +(\S+(?: \S+)?) {2,}(.*)$", done.stdout, re.M)
    unwell = [line for line in found if line[0] != "ok"]
    assert len(re.findall(r"^ +-> \S", done.stdout, re.M)) == len(unwell), done.stdout
    return found


def only(found, health, subject, words):
    """The one finding that is not ok."""
    unwell = [line for line in found if line[0] != "ok"]
    assert len(unwell) == 1 and unwell[0][:2] == (health, subject) and words in unwell[0][2], (words, unwell)


def has(found, health, subject, words):
    assert any(line[:2] == (health, subject) and words in line[2] for line in found), (health, subject, words, found)


@contextlib.contextmanager
def changed(path, text, mode=0o600):
    before = path.read_text()
    path.write_text(text)
    path.chmod(mode)
    yield
    path.write_text(before)
    path.chmod(0o600)


@contextlib.contextmanager
def faults(stand, *several):
    def post(body):
        request = urllib.request.Request(f"{stand.platform_url}/simulation/faults", method="POST", data=json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request).read()

    post(several)
    yield
    post([])


@contextlib.contextmanager
def in_database(stand, do, undo):
    stand.sql(do)
    yield
    stand.sql(undo)


def without_a_schema(stand):
    found = doctor(stand, 4)
    has(found, "warning", "schema", "not applied")
    has(found, "warning", "presence", "no item is known to be live yet")


def all_is_well(stand):
    found = doctor(stand, 0)
    subjects = [line[1] for line in found]
    assert subjects == ["configuration", "database", "settings", "schema", "data", "partitions", "last run", "disk",
                        "vantage main", "presence", "clock"], subjects


def configuration(stand):
    with changed(stand.config, "[databse]\nurl = 'x'\n"):
        has(doctor(stand, 2), "fault", "configuration", "databse")
    with changed(stand.folder / "secret", "simulated-secret\n", 0o644):
        only(doctor(stand, 4), "warning", "configuration", "others on this machine may read")
    with changed(stand.config, stand.config.read_text().split("[tiktok.oembed]")[0]):
        only(doctor(stand, 4), "warning", "configuration", "presence arm is off")


def database(stand):
    with changed(stand.config, stand.config.read_text().replace(stand.url, "postgresql:///nowhere?host=/nonexistent")):
        found = doctor(stand, 1)
        has(found, "fault", "database", "cannot be reached")
        has(found, "ok", "vantage main", "token")
    this = stand.database
    with in_database(stand, f"ALTER DATABASE {this} SET synchronous_commit = off", f"ALTER DATABASE {this} RESET synchronous_commit"):
        only(doctor(stand, 1), "fault", "settings", "synchronous_commit is off")
    with in_database(stand, "INSERT INTO schema_migration VALUES ('9999_later.sql', '')",
                     "DELETE FROM schema_migration WHERE name = '9999_later.sql'"):
        has(doctor(stand, 1), "fault", "schema", "9999_later.sql")
    with changed(stand.config, stand.config.read_text() + f'[simulation]\ncontrol_url = "{stand.platform_url}"\n'):
        only(doctor(stand, 1), "fault", "data", "holds live data")


def partitions(stand):
    role = stand.sql("SELECT current_user")[0][0]
    weak = f"weak_{stand.database}"
    stand.sql(f"CREATE ROLE {weak}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {weak}; "
              f"ALTER ROLE {role} IN DATABASE {stand.database} SET role = '{weak}'")
    try:
        only(doctor(stand, 1), "fault", "partitions", "may not create tables")
    finally:
        stand.sql(f"SET role = '{role}'; ALTER ROLE {role} IN DATABASE {stand.database} RESET role; "
                  f"DROP OWNED BY {weak}; DROP ROLE {weak}")
    month = stand.sql("SELECT inhrelid::regclass FROM pg_inherits WHERE inhrelid::regclass::text ~ 'verdict_rule_.*_.*_'")[0][0]
    with in_database(stand, f"ALTER TABLE {month} RENAME TO aside_2000_01", f"ALTER TABLE aside_2000_01 RENAME TO {month}"):
        only(doctor(stand, 1), "fault", "partitions", "partition is gone")


def last_run(stand):
    with in_database(stand, "UPDATE run SET ended_at = ended_at - interval '27 hours'",
                     "UPDATE run SET ended_at = ended_at + interval '27 hours'"):
        only(doctor(stand, 1), "fault", "last run", "27 h ago")
    with in_database(stand, "UPDATE run SET api_arm = 'void', void_reason = 'a trial'", "UPDATE run SET api_arm = 'valid'"):
        only(doctor(stand, 1), "fault", "last run", "a trial")


def endpoints(stand):
    with changed(stand.folder / "secret", "another-secret\n"):
        only(doctor(stand, 1), "fault", "vantage main", "refuses")
    with faults(stand, {"kind": "drop_connection", "endpoint": "token"}):
        only(doctor(stand, 1), "fault", "vantage main", "unreachable")
    with faults(stand, {"kind": "oembed_block", "answer": "forbidden"}):
        only(doctor(stand, 1), "fault", "presence", "403")
    with faults(stand, {"kind": "oembed_block", "answer": "bad_request"}):
        only(doctor(stand, 1), "fault", "presence", "none is found public")
    with faults(stand, {"kind": "oembed_shell"}):
        only(doctor(stand, 1), "fault", "presence", "none is found public")


def clock(stand):
    now = datetime.datetime.now(datetime.timezone.utc)
    for ahead, health, status in ((-3600, "fault", 1), (20, "warning", 4)):
        stand.set_platform_clock((now + datetime.timedelta(seconds=ahead)).strftime("%Y-%m-%dT%H:%M:%SZ"))
        only(doctor(stand, status), health, "clock", "behind" if ahead > 0 else "ahead of")


def disk():
    """A cluster on a file system that is nearly full; mounting one takes root."""
    if os.geteuid() != 0:
        print("disk: not tried, for it takes root to mount a small file system")
        return
    with tempfile.TemporaryDirectory(prefix="lacuna-disk-") as temporary:
        os.chmod(temporary, 0o755)
        folder = pathlib.Path(temporary) / "small"
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", folder], check=True)
        cluster = [PROJECT / "deploy/private-postgres"]
        before = os.environ["LACUNA_TEST_DATABASE"]
        try:
            subprocess.run([*cluster, "start", folder / "cluster"], check=True, capture_output=True)
            os.environ["LACUNA_TEST_DATABASE"] = subprocess.run([*cluster, "url", folder / "cluster"], check=True,
                                                                capture_output=True, text=True).stdout.strip()
            with Stand(SCENARIO, settings=SETTINGS) as stand:
                has(doctor(stand, 1), "fault", "disk", "free at " + str(folder))
        finally:
            os.environ["LACUNA_TEST_DATABASE"] = before
            subprocess.run([*cluster, "stop", folder / "cluster"], check=True, capture_output=True)
            subprocess.run(["umount", folder], check=True)


def main():
    with Stand(SCENARIO, settings=SETTINGS) as stand:
        without_a_schema(stand)
        stand.lacuna("import", stand.write_watchlist(), "--list", "all")
        stand.lacuna("run")
        all_is_well(stand)
        configuration(stand)
        database(stand)
        partitions(stand)
        last_run(stand)
        endpoints(stand)
        clock(stand)
    disk()
    return 0


if __name__ == "__main__":
    sys.exit(main())
