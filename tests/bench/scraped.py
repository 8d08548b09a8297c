"""What it costs to be watched: resident memory and CPU of a daemon that has nothing to do but to be scraped, by a real Prometheus with the
files of deploy/prometheus as they are. Behind it stand the 60 days of 2,000 videos that deploy/up shows.

usage: scraped.py [SECONDS]        600, if not said. Environment as in tests/end_to_end/stand.py.
"""
import datetime
import os
import pathlib
import re
import statistics
import sys
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "alerts"))
from watch import PROJECT, Watch  # noqa: E402

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 600
EVERY = 15
TICKS = os.sysconf("SC_CLK_TCK")
SCENARIO = PROJECT / "tests/simulated_platform/scenarios/first-look.json"


class Plain(Watch):
    """The daemon's clock is the machine's."""

    def environment(self, command):
        return None


def resident(pid):
    """MB, now and at most."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return [int(re.search(rf"{name}:\s+(\d+) kB", status).group(1)) / 1024 for name in ("VmRSS", "VmHWM")]


def processor(pid):
    """Seconds of CPU, user's and system's, since the process began; the name in front may hold spaces."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / TICKS


def main():
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    with Plain(SCENARIO, 1, settings='[schedule]\nstart = "23:59"', platform_options=("--end-day", today)) as watch:
        watch.lacuna("rehearse", "--watchlist", watch.write_watchlist(), "--list", "first-look", "--selection", "random", "--days", "60")
        watch.serve_watched()
        pid, memory = watch.daemon.pid, []
        at_start, began = processor(pid), time.monotonic()
        while time.monotonic() - began < SECONDS:
            time.sleep(EVERY)
            memory.append(resident(pid)[0])
        spent, took = processor(pid) - at_start, time.monotonic() - began
        scrapes = watch.value(f'count_over_time(up{{job="lacuna"}}[{SECONDS}s])')
        lasted = watch.value(f'avg_over_time(scrape_duration_seconds{{job="lacuna"}}[{SECONDS}s])')
        samples = watch.value('scrape_samples_scraped{job="lacuna"}')
        size = len(urllib.request.urlopen(watch.site + "/metrics").read())
        print(f"{took:.0f} s, {scrapes:.0f} scrapes of {samples:.0f} samples ({size} bytes), {lasted * 1000:.1f} ms each on average")
        print(f"resident: {memory[0]:.1f} MB at first, {statistics.median(memory):.1f} in the middle, {memory[-1]:.1f} at the end, "
              f"{resident(pid)[1]:.1f} at most")
        print(f"CPU: {spent:.2f} s, {100 * spent / took:.3f} % of a core")


if __name__ == "__main__":
    main()
