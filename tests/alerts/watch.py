"""A stand with all that stands around a daemon: Prometheus, Alertmanager, a receiver of webhooks, and a clock of its own.

Prometheus and Alertmanager are Debian's, with the files of deploy/prometheus, addresses filled in and time compressed. The daemon's wall
clock is libfaketime's: it goes as ours does, and leaps when a test says so; timers and limits on a wait are not touched.
"""
import datetime
import http.server
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
from stand import PROJECT, Stand, stop, wait_for  # noqa: E402

import compressed  # noqa: E402

FILES = PROJECT / "deploy/prometheus"
FAKETIME = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
RUNBOOK = "https://git.example.org/lacuna/deploy/README.md"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Receiver:
    """What Alertmanager sends, in the order of arrival: (seconds of time.monotonic, receiver, alert)."""

    def __init__(self):
        self.got = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                for alert in body["alerts"]:
                    outer.got.append((time.monotonic(), self.path.strip("/"), alert))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def find(self, name, status="firing", since=0.0, **labels):
        """The first notification of that alert that arrived after `since`, if any."""
        for at, receiver, alert in list(self.got):
            if at >= since and alert["status"] == status and alert["labels"]["alertname"] == name and labels.items() <= alert["labels"].items():
                return at, receiver, alert
        return None

    def names(self, since=0.0, **labels):
        """Of all that fired since, with those labels."""
        return {alert["labels"]["alertname"] for at, _, alert in list(self.got)
                if at >= since and alert["status"] == "firing" and labels.items() <= alert["labels"].items()}


class Watch(Stand):
    """@param factor what time is divided by; 1 leaves it."""

    def __init__(self, scenario, factor, **options):
        super().__init__(scenario, simulated=True, **options)
        self.factor = factor

    def __enter__(self):
        super().__enter__()
        self.receiver = Receiver()
        self.clock_file = self.folder / "clock"
        return self

    def __exit__(self, *what):
        self.receiver.stop()
        super().__exit__(*what)

    # Time

    def set_clock(self, instant):
        """The daemon's and the platform's; both go on from there."""
        offset = instant.timestamp() - time.time()
        made = self.clock_file.with_suffix(".new")
        made.write_text(f"{offset:+.3f}\n")
        made.rename(self.clock_file)  # It is read at any moment.
        self.set_platform_clock(instant.strftime("%Y-%m-%dT%H:%M:%SZ"))

    # The daemon

    def environment(self, command):
        if command != "serve":
            return None
        return {**os.environ, "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(self.clock_file),
                "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def serve_watched(self):
        self.key = self.lacuna("key", "create", "watch", "--scope", "write,read").strip()
        self.daemon = self.serve()
        self.start_alertmanager()
        self.start_prometheus()

    def restart(self):
        """The daemon, at the same address, with the configuration as it stands now."""
        stop(self.daemon)
        address = self.site.removeprefix("http://")
        self.config.write_text(re.sub(r'(?m)^listen = .*$', f'listen = "{address}"', self.config.read_text()))
        self.daemon = self.serve()

    def ask_daemon(self, path, method="GET"):
        request = urllib.request.Request(self.site + path, method=method, headers={"Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()

    def newest_run(self):
        return json.loads(self.ask_daemon("/api/v1/runs?per_page=1"))["runs"][0]

    def begin_run(self):
        """Not while the daemon still tidies up after the run before, which by then has ended."""
        try:
            return self.ask_daemon("/api/v1/runs", "POST")
        except urllib.error.HTTPError as refused:
            if refused.code != 409:
                raise
            return None

    def run_day(self, day, hour=3, shown=True):
        """The run of that day, by the daemon itself. @param shown whether to wait until Prometheus knows of it and has asked its rules since."""
        self.set_clock(datetime.datetime.combine(day, datetime.time(hour), datetime.timezone.utc))
        wait_for("a run to be taken on", 120, self.begin_run)

        def ended():
            run = self.newest_run()
            return run if run["day"] == day.isoformat() and run["ended_at"] else None
        run = wait_for(f"the run of {day}", 240, ended)
        if not shown:
            return run
        # Gauges follow the database within ten seconds; how long the run took is the last of them.
        took = float(self.sql("SELECT extract(epoch FROM ended_at - started_at) FROM run ORDER BY run DESC LIMIT 1")[0][0])
        wait_for(f"the figures of {day}", 120, lambda: self.run_is_shown(run, took))
        self.wait_for_rules()
        return run

    def run_is_shown(self, run, took):
        valid = self.value('lacuna_run_valid{arm="api"}')
        shown = self.value("lacuna_last_run_duration_seconds")
        return valid == (0 if run["api_arm"] == "void" else 1) and shown is not None and abs(shown - took) < 5e-4

    # Prometheus

    def compressed_file(self, name, change=lambda made: None):
        made = compressed.document(yaml.safe_load((FILES / name).read_text()), self.factor)
        change(made)
        path = self.folder / name
        path.write_text(json.dumps(made))  # JSON is YAML.
        return path

    def launch(self, words, log):
        file = open(self.folder / log, "w")
        process = subprocess.Popen(words, stdout=file, stderr=subprocess.STDOUT)
        process.log = pathlib.Path(file.name)
        self.processes.append(process)
        return process

    def start_alertmanager(self):
        def fill(made):
            for one in made["receivers"]:
                one["webhook_configs"][0]["url"] = f"http://127.0.0.1:{self.receiver.port}/{one['name']}"
        config = self.compressed_file("alertmanager.yml", fill)
        self.alertmanager_port = free_port()
        process = self.launch(["prometheus-alertmanager", f"--config.file={config}", f"--storage.path={self.folder}/alertmanager",
                               f"--web.listen-address=127.0.0.1:{self.alertmanager_port}", "--cluster.listen-address="], "alertmanager.log")
        self.wait_until_ready(process, f"http://127.0.0.1:{self.alertmanager_port}/-/ready")

    def start_prometheus(self):
        def fill(made):
            made["global"]["external_labels"]["runbook"] = RUNBOOK
            made["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [f"127.0.0.1:{self.alertmanager_port}"]
            target = made["scrape_configs"][0]["static_configs"][0]
            target["targets"] = [self.site.removeprefix("http://")]
            target["labels"]["site"] = self.site
        for name in ("lacuna.rules.yml", "lacuna.alerts.yml"):
            self.compressed_file(name)
        config = self.compressed_file("prometheus.yml", fill)
        self.prometheus = f"http://127.0.0.1:{free_port()}"
        process = self.launch(["prometheus", f"--config.file={config}", f"--storage.tsdb.path={self.folder}/prometheus",
                               f"--web.listen-address={self.prometheus.removeprefix('http://')}"], "prometheus.log")
        self.watched_since = time.time()
        self.wait_until_ready(process, self.prometheus + "/-/ready")

    def wait_until_ready(self, process, address):
        def ready():
            assert process.poll() is None, process.log.read_text()
            try:
                return urllib.request.urlopen(address, timeout=5).status == 200
            except (urllib.error.URLError, OSError):
                return False
        wait_for(address, 60, ready)

    def ask_prometheus(self, path, **query):
        address = f"{self.prometheus}{path}?{urllib.parse.urlencode(query)}"
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{query}: {refused.read().decode()}") from refused

    def query(self, expression):
        return self.ask_prometheus("/api/v1/query", query=expression)["result"]

    def query_range(self, expression):
        """Since Prometheus was started."""
        return self.ask_prometheus("/api/v1/query_range", query=expression, start=self.watched_since, end=time.time(), step=1)["result"]

    def value(self, expression):
        """Of an expression that gives one number; none if it gives nothing."""
        result = self.query(expression)
        return float(result[0]["value"][1]) if result else None

    def firing(self, **labels):
        """Names of the alerts that Prometheus has firing, with those labels."""
        alerts = self.ask_prometheus("/api/v1/alerts")["alerts"]
        return {one["labels"]["alertname"] for one in alerts if one["state"] == "firing" and labels.items() <= one["labels"].items()}

    def fired(self):
        """Names of the alerts that were ever firing since Prometheus was started."""
        return {one["metric"]["alertname"] for one in self.query_range('ALERTS{alertstate="firing"}')}

    def wait_for_rules(self):
        """Until every group was evaluated twice from now on: recording rules, and what is built on them."""
        for _ in range(2):
            began = datetime.datetime.now(datetime.timezone.utc)
            wait_for("the rules to be evaluated", 120, lambda: self.last_evaluation() > began)

    def last_evaluation(self):
        groups = self.ask_prometheus("/api/v1/rules")["groups"]
        return min(datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", one["lastEvaluation"]).replace("Z", "+00:00"))
                   for one in groups)

    def all_series(self):
        """The labels of all that was seen since Prometheus was started."""
        return self.ask_prometheus("/api/v1/series", **{"match[]": '{__name__!=""}', "start": self.watched_since, "end": time.time()})

    def check_evaluations(self):
        """That no rule was ever in error."""
        with urllib.request.urlopen(self.prometheus + "/metrics", timeout=30) as answer:
            failures = re.findall(r"^prometheus_rule_evaluation_failures_total\{.*\} (\S+)$", answer.read().decode(), re.M)
        groups = self.ask_prometheus("/api/v1/rules")["groups"]
        wrong = [rule.get("lastError") for group in groups for rule in group["rules"] if rule["health"] != "ok"]
        assert len(failures) == len(groups) and not any(map(float, failures)) and not wrong, (failures, wrong)

    def wait_for_alert(self, name, status="firing", since=0.0, seconds=180, **labels):
        """(time of arrival, receiver, alert) of the notification."""
        try:
            return wait_for(f"{name} {labels} to be {status}", seconds, lambda: self.receiver.find(name, status, since, **labels))
        except AssertionError as missing:
            raise AssertionError(f"{missing}; firing: {self.firing()}; received: "
                                 f"{[(a['status'], a['labels']) for _, _, a in self.receiver.got]}") from missing
