"""A stand for end-to-end tests: a database of its own, the simulated platform, and the real daemon between them.

Environment: LACUNA_TEST_DATABASE (libpq URL of a server on which databases may be made), LACUNA_BUILD (folder of the
binaries; build/release if not set). Everything that was started ends with the `with` block.
"""
import csv
import io
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LACUNA_BUILD", PROJECT / "build/release"))
SHARED = PROJECT.parent / "shared/data"

# A test that is ended from outside still ends what it started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))


def status_of(address):
    """Of a GET that is answered at all."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def wait_for(what, seconds, check):
    """Polls `check` until it gives something true; fails loudly, so that a hung program fails its test."""
    end = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.02)


class Stand:
    def __init__(self, scenario, oembed=True, settings="", research="", oembed_settings="", simulated=False, platform_options=(),
                 template="template1"):
        self.scenario, self.oembed, self.settings = scenario, oembed, settings
        self.research, self.oembed_settings, self.simulated = research, oembed_settings, simulated
        self.platform_options = list(platform_options)
        self.template = template  # The database that this one's begins as a copy of.
        self.processes = []

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lacuna-stand-"))
        self.server = os.environ["LACUNA_TEST_DATABASE"]
        self.database = f"lacuna_stand_{os.getpid()}_{time.monotonic_ns()}"
        subprocess.run(["psql", "-qX", self.server, "-c", f"CREATE DATABASE {self.database} TEMPLATE {self.template}"], check=True)
        self.url = re.sub(r"^(postgres(?:ql)?://[^/]*/)[^?]*", rf"\g<1>{self.database}", self.server)
        try:
            self.start_platform()
            self.write_configuration()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        subprocess.run(["psql", "-qX", self.server, "-c", f"DROP DATABASE {self.database} WITH (FORCE)"], check=True)
        shutil.rmtree(self.folder)

    # The simulated platform

    def start_platform(self):
        scenario = self.folder / "scenario.json"
        if isinstance(self.scenario, dict):
            scenario.write_text(json.dumps(self.scenario))
        else:
            scenario = pathlib.Path(self.scenario)
        self.scenario_file = scenario
        port_file = self.folder / "platform-port"
        self.platform_log = open(self.folder / "platform.log", "w")
        self.platform = subprocess.Popen(
            [BUILD / "lacuna-simulated-platform", "--scenario", scenario, "--listen", "127.0.0.1:0", "--port-file", port_file,
             *self.platform_options], stdout=self.platform_log, stderr=subprocess.STDOUT)
        self.processes.append(self.platform)
        self.platform_port = int(wait_for("the platform's port", 20, lambda: port_file.exists() and port_file.read_text().strip()))
        self.platform_url = f"http://127.0.0.1:{self.platform_port}"

    def write_watchlist(self):
        path = self.folder / "watchlist.csv"
        subprocess.run([BUILD / "lacuna-simulated-platform", "--scenario", self.scenario_file, *self.platform_options,
                        "--write-watchlist", path], check=True, stdout=subprocess.DEVNULL)
        return path

    def truth(self, day):
        """video_id -> row of what is really so on that day."""
        text = urllib.request.urlopen(f"{self.platform_url}/simulation/truth?day={day}").read().decode()
        return {row["video_id"]: row for row in csv.DictReader(io.StringIO(text))}

    def statistics(self):
        return json.load(urllib.request.urlopen(f"{self.platform_url}/simulation/statistics"))

    def api_calls(self):
        """How many requests to the video query the platform has seen, whatever it answered."""
        return self.statistics()["calls"].get("video_query", {}).get("total", 0)

    def set_platform_clock(self, instant):
        request = urllib.request.Request(f"{self.platform_url}/simulation/clock", method="PUT",
                                         data=json.dumps({"now": instant}).encode(), headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request).read()

    # The daemon

    def write_configuration(self):
        (self.folder / "key").write_text("simulated-key\n")
        (self.folder / "secret").write_text("simulated-secret\n")
        for name in ("key", "secret"):
            (self.folder / name).chmod(0o600)
        self.config = self.folder / "lacuna.toml"
        simulation = f'[simulation]\ncontrol_url = "{self.platform_url}"\n' if self.simulated else ""
        presence = (f'[tiktok.oembed]\nenabled = true\nbase_url = "{self.platform_url}"\n'
                    f'{self.oembed_settings or "calls_per_second = 0" + chr(10) + "concurrency = 32"}\n') if self.oembed else ""
        self.config.write_text(f"""
[database]
url = "{self.url}"
[server]
listen = "127.0.0.1:0"
contact = "mailto:stand@example.org"
{self.settings}
{simulation}
[tiktok.research]
base_url = "{self.platform_url}"
{self.research}
[[tiktok.research.vantage]]
name = "main"
client_key_file = "{self.folder}/key"
client_secret_file = "{self.folder}/secret"
{presence}
""")

    def command(self, *words):
        return [BUILD / "lacuna", "--config", self.config, *words]

    def lacuna(self, *words, expect=0, timeout=600):
        """Runs one command to its end; returns its standard output."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=timeout)
        assert done.returncode == expect, f"lacuna {' '.join(map(str, words))}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def environment(self, command):
        """Of that command; none: ours."""
        return None

    def start(self, *words):
        log = open(self.folder / f"{words[0]}-{len(self.processes)}.log", "w")
        process = subprocess.Popen(self.command(*words), stdout=log, stderr=subprocess.STDOUT, env=self.environment(words[0]))
        process.log = pathlib.Path(log.name)
        self.processes.append(process)
        return process

    def serve(self, shown=True):
        """Starts `serve` and waits until it shows what the database has, or only until it listens; `self.site` is its address."""
        process = self.start("serve")
        found = wait_for("the daemon's address", 30,
                         lambda: re.search(r"http://127\.0\.0\.1:(\d+)", process.log.read_text()) or process.poll() is not None)
        assert found is not True, process.log.read_text()
        self.site = found.group(0)
        if shown:
            wait_for("what the database has", 30, lambda: status_of(self.site + "/readyz") == 200)
        return process

    def sql(self, text):
        """The rows of a query, as lists of text."""
        done = subprocess.run(["psql", "-qXAt", "-F", "\t", self.url, "-c", text], capture_output=True, text=True, check=True)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def number(self, text):
        return int(self.sql(text)[0][0])

    def verdicts(self, slug, day=None):
        """video_id -> verdict."""
        text = self.lacuna("export", "verdicts", "--list", slug, *(["--day", day] if day else []))
        return {row["video_id"]: row["verdict"] for row in csv.DictReader(io.StringIO(text))}


def stop(process, how=signal.SIGTERM, seconds=12):
    process.send_signal(how)
    return process.wait(timeout=seconds)
