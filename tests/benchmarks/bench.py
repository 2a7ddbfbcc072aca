"""
`make bench`: what a page costs, against a bare Django view in the same run.

The production server (gunicorn, two workers) serves 1,000 generated stories of about
800 words from a throw-away PostgreSQL, or SQLite where there is none. The targets take
turns, so that a slow moment of the machine hits them all. Then news is recorded about
a show with 10,000 stories of its own. With NEWSROOM_DATA naming a folder that holds
netflix_titles.csv, the catalogue import is measured too.
"""

import argparse
import contextlib
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402  (needs the path above)
from tests.benchmarks.load import Round, generator, load  # noqa: E402

WORKERS = 2
# Stories about one show, when news of it comes in.
MANY = 10_000
# Stories among which what stands beside one is found.
ARCHIVE = 100_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=5, help="for a target and round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--sqlite", action="store_true", help="even with PostgreSQL")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        binaries = None if options.sqlite else postgres.find_binaries()
        database = f"sqlite:///{folder / 'bench.sqlite3'}"
        if binaries:
            database = stack.enter_context(postgres.throwaway_cluster(binaries))
            create_database(database)
        port, bare_port = free_port(), free_port()
        site = production(folder, database, port)

        say(
            f"Filling {'PostgreSQL' if binaries else 'SQLite'}: {options.stories} stories"
        )
        manage(site, "migrate", "--verbosity", "0")
        manage(site, "collectstatic", "--no-input", "--verbosity", "0")
        python(site, "-m", "tests.benchmarks.stories", str(options.stories))

        targets = pages(site, options.stories)
        costs = json.loads(
            python(site, "-m", "tests.benchmarks.pages", *targets.values())
        )
        workers = stack.enter_context(
            server("newsroom.wsgi:application", port, site, folder / "site.log")
        )
        bare = stack.enter_context(
            server(
                "tests.benchmarks.bare:application",
                bare_port,
                site,
                folder / "bare.log",
            )
        )
        site_pids, bare_pids = children(workers.pid), children(bare.pid)
        loads = {"bare view": Target(f"http://127.0.0.1:{bare_port}/", bare_pids)} | {
            name: Target(f"http://127.0.0.1:{port}{path}", site_pids)
            for name, path in targets.items()
        }
        take_turns(loads, options.rounds, options.seconds)
        report(loads, targets, costs, [resident(pid) for pid in site_pids])
        say(python(site, "-m", "tests.benchmarks.news", str(MANY)).strip())
        say(python(site, "-m", "tests.benchmarks.live_facts").strip())
        say(python(site, "-m", "tests.benchmarks.curation", str(ARCHIVE)).strip())
        failed = sum(each.failed for target in loads.values() for each in target.rounds)
    if failed:
        say(f"{failed} requests FAILED; the figures above mean nothing.")
    import_report()
    return 1 if failed else 0


def production(folder: Path, database: str, port: int) -> dict[str, str]:
    return os.environ | {
        "ALLOWED_HOSTS": "127.0.0.1",
        "BENCH_FOLDER": str(folder),
        "DATABASE_URL": database,
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "MEDIA_ROOT": str(folder / "media"),
        "MEDIA_STORAGE_URL": "",
        "PYTHONPATH": str(ROOT),
        "REDIS_URL": "",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "TIME_ZONE": "UTC",
    }


def create_database(address: str) -> None:
    import psycopg2

    connection = psycopg2.connect(address.rpartition("/")[0] + "/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE newsroom")
    connection.close()


def pages(site: dict[str, str], stories: int) -> dict[str, str]:
    """The pages to load: the newest story, and the show it is about."""
    last = f"story-{stories - 1}"
    code = (
        "import django; django.setup()\n"
        "from articles.models import VersionShow as Row\n"
        f"row = Row.objects.get(version__article__slug={last!r}, is_primary=True)\n"
        "print(row.show.get_absolute_url())"
    )
    return {
        "home": "/",
        "list": "/articles/",
        "article": f"/articles/{last}/",
        "show": python(site, "-c", code).strip(),
        # Words that most stories have, and ones that must be guessed.
        "search": "/search/?q=season+finale",
        "misspelt": "/search/?q=seasn+finalle",
    }


@contextlib.contextmanager
def server(
    application: str, port: int, site: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        application,
        f"--bind=127.0.0.1:{port}",
        f"--workers={WORKERS}",
        "--worker-class=gthread",
        "--threads=4",
        "--no-control-socket",
        "--log-level=warning",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=site, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until_served(port, process, log)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_served(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"The server did not start:\n{log.read_text()}")


@dataclass
class Target:
    address: str
    workers: list[int]
    rounds: list[Round] = field(default_factory=list)
    seconds_of_cpu: float = 0.0

    def load(self, seconds: int) -> None:
        before = cpu(self.workers)
        self.rounds.append(load(self.address, seconds))
        self.seconds_of_cpu += cpu(self.workers) - before

    def mean(self, figure: str) -> float:
        return statistics.mean(getattr(each, figure) for each in self.rounds)

    @property
    def cpu_of_one(self) -> float:
        """Milliseconds of processor time of the workers for one request."""
        return 1000 * self.seconds_of_cpu / (sum(r.requests for r in self.rounds) or 1)


def take_turns(targets: dict[str, Target], rounds: int, seconds: int) -> None:
    for target in targets.values():
        load(target.address, 1)
    for number in range(rounds):
        for name, target in targets.items():
            say(f"Round {number + 1} of {rounds}: {name}")
            target.load(seconds)


def report(
    loads: dict[str, Target],
    targets: dict[str, str],
    costs: dict[str, dict],
    memory: list[int],
) -> None:
    bare = loads["bare view"].mean("requests_per_second")
    say(f"\nPages ({generator()}, {WORKERS} workers)\n")
    say(
        f"{'':10} {'req/s':>8} {'of bare':>8} {'median':>9} {'p99':>9} {'CPU':>9} "
        f"{'SQL':>4}"
    )
    for name, target in loads.items():
        speed = target.mean("requests_per_second")
        sql = costs[targets[name]]["sql"] if name in targets else 0
        say(
            f"{name:10} {speed:8.1f} {speed / bare:8.3f}"
            f" {target.mean('median'):6.1f} ms {target.mean('p99'):6.1f} ms"
            f" {target.cpu_of_one:6.1f} ms {sql:4}"
        )
    say("\nBytes: plain / gzip / brotli\n")
    for name, path in targets.items():
        parts = [
            f"{kind} {' / '.join(f'{size:,}' for size in costs[path][kind].values())}"
            for kind in ("html", "css", "js")
        ]
        say(f"{name:10} {'   '.join(parts)}")
    each = ", ".join(f"{size / 1024:.0f} MB" for size in memory)
    say(f"\nMemory of the workers after the load: {each}")


def import_report() -> None:
    folder = os.environ.get("NEWSROOM_DATA")
    if not folder:
        say("\nImport: not measured, NEWSROOM_DATA is not set.")
        return
    catalogue = Path(folder) / "netflix_titles.csv"
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        site = production(Path(name), f"sqlite:///{name}/import.sqlite3", 8000)
        manage(site, "migrate", "--verbosity", "0")
        start = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "import_catalogue", str(catalogue)],
            cwd=ROOT,
            env=site,
            stdout=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        spent = time.monotonic() - start
    result = "" if status == 0 else " (it FAILED)"
    say(
        f"\nImport of {catalogue.name} into SQLite: {spent:.0f} s, "
        f"{usage.ru_maxrss / 1024:.0f} MB at most{result}"
    )


def manage(site: dict[str, str], *arguments: str) -> str:
    return python(site, "manage.py", *arguments)


def python(site: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=site,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments[:3])} failed:\n{done.stdout}")
    return done.stdout


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def cpu(pids: list[int]) -> float:
    """Seconds of processor time that the processes have taken so far."""
    ticks = 0
    for pid in pids:
        # The name, in brackets, may hold spaces.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Memory of a process in kB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
