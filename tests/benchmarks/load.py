"""Load one address for some seconds: with wrk where there is one, else with threads."""

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 8
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Round:
    requests: int
    requests_per_second: float
    median: float  # milliseconds
    p99: float
    failed: int


def load(address: str, seconds: int) -> Round:
    return (
        _wrk(address, seconds) if generator() == "wrk" else _threads(address, seconds)
    )


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "threads"


def _wrk(address: str, seconds: int) -> Round:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", address]
    text = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=seconds + 30
    ).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+)", text)
    return Round(
        requests=int(re.search(r"(\d+) requests in", text)[1]),
        requests_per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
        median=_milliseconds(text, "50%"),
        p99=_milliseconds(text, "99%"),
        failed=(int(failed[1]) if failed else 0)
        + (sum(map(int, broken.groups())) if broken else 0),
    )


def _milliseconds(text: str, line: str) -> float:
    value, unit = re.search(rf"{line}\s+([\d.]+)(us|ms|s|m)\b", text).groups()
    return float(value) * UNITS[unit]


def _threads(address: str, seconds: int) -> Round:
    parts = urlsplit(address)
    until = time.monotonic() + seconds
    times: list[float] = []
    failed: list[int] = []

    def one_connection() -> None:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        while time.monotonic() < until:
            start = time.perf_counter()
            try:
                connection.request("GET", parts.path)
                response = connection.getresponse()
                response.read()
            except (OSError, http.client.HTTPException):
                failed.append(0)
                connection.close()
                continue
            times.append((time.perf_counter() - start) * 1000)
            if response.status >= 400:
                failed.append(response.status)
        connection.close()

    threads = [threading.Thread(target=one_connection) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) < 2:
        return Round(0, 0.0, 0.0, 0.0, len(failed))
    return Round(
        requests=len(times),
        requests_per_second=len(times) / seconds,
        median=statistics.median(times),
        p99=statistics.quantiles(times, n=100)[98],
        failed=len(failed),
    )
