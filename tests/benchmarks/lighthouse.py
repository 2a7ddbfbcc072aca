"""
`make lighthouse`: what Lighthouse says of the demo, at phone size.

The production server serves the demo with hashed and compressed static files. Each page
is run several times, the pages taking turns, and the median of each score counts.
Lighthouse comes from npm and uses the Chromium of this machine; its throttling is the
simulated one, which is computed from one unthrottled load, so a busy machine costs it
less than the applied one would. The scores are written to `docs/lighthouse.md`.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.bench import (  # noqa: E402  (needs the path above)
    free_port,
    manage,
    production,
    python,
    say,
    server,
)

# The last one that runs on every Node that Debian and its users have.
LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = {
    "home": "/",
    "article": "/articles/{article}/",
    "show": "/shows/{show}/",
    "person": "/people/{person}/",
    "calendar": "/calendar/",
}
CATEGORIES = {
    "performance": "Performance",
    "accessibility": "Accessibility",
    "best-practices": "Best practices",
    "seo": "SEO",
}
METRICS = {
    "largest-contentful-paint": "Largest paint",
    "total-blocking-time": "Blocking time",
    "cumulative-layout-shift": "Layout shift",
    "total-byte-weight": "Sent",
}
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
# The story with most words, and who and what has most about them.
RICHEST = """
import django; django.setup()
from django.db.models import Count
from django.utils import timezone
from articles.models import Version
from shows.models import Person, Show
live = Version.objects.live(timezone.now()).listed().filter(kind="explainer")
stories = live.select_related("article").order_by("-word_count", "pk")
print(stories[0].article.slug)
for rows, about in ((Show, "version_shows"), (Person, "credits")):
    print(rows.objects.annotate(n=Count(about)).order_by("-n", "pk")[0].slug)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--reports", type=Path, help="keep what Lighthouse wrote here")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    lighthouse = find_lighthouse()

    with contextlib.ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="lighthouse-"))
        folder = Path(name)
        port = free_port()
        site = production(folder, f"sqlite:///{folder / 'demo.sqlite3'}", port)
        say("Filling a demo newsroom")
        manage(site, "migrate", "--verbosity", "0")
        # The demo refuses to be loaded where it could meet readers.
        manage(site | {"DEBUG": "1"}, "demo")
        manage(site, "collectstatic", "--no-input", "--verbosity", "0")
        slugs = python(site, "-c", RICHEST).split()
        slugs_by_kind = dict(zip(("article", "show", "person"), slugs, strict=True))
        stack.enter_context(
            server("newsroom.wsgi:application", port, site, folder / "site.log")
        )
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in options.pages}
        for number in range(options.runs):
            for name in options.pages:
                path = PAGES[name].format(**slugs_by_kind)
                say(f"Run {number + 1} of {options.runs}: {name} {path}")
                report = folder / f"{name}-{number}.json"
                run(lighthouse, f"http://127.0.0.1:{port}{path}", report)
                runs[name].append(json.loads(report.read_text()))
                if options.reports:
                    options.reports.mkdir(parents=True, exist_ok=True)
                    shutil.copy(report, options.reports)
    text = table(runs)
    say(f"\n{text}\n{findings(runs)}")
    if options.runs > 1 and options.pages == list(PAGES):
        (ROOT / "docs/lighthouse.md").write_text(document(runs, text))
        say("Written to docs/lighthouse.md.")
    return 0


def find_lighthouse() -> list[str]:
    if not shutil.which("npx"):
        raise SystemExit("Lighthouse needs npm, which is not on this machine.")
    command = ["npx", "--yes", LIGHTHOUSE]
    tried = subprocess.run(
        [*command, "--version"], capture_output=True, text=True, check=False
    )
    if tried.returncode:
        raise SystemExit(f"npm could not bring {LIGHTHOUSE}:\n{tried.stderr.strip()}")
    return command


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise SystemExit("Lighthouse needs Chromium, which is not on this machine.")
    return found


def run(lighthouse: list[str], address: str, report: Path) -> None:
    """One report of a page; a trace that Chromium lost is recorded once more."""
    command = [
        *lighthouse,
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--form-factor=mobile",
        "--throttling-method=simulate",
        f"--chrome-flags={CHROMIUM}",
    ]
    for _ in range(2):
        done = subprocess.run(
            command,
            env=os.environ | {"CHROME_PATH": chromium()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if not done.returncode:
            return
        say(done.stderr.strip())
    raise SystemExit(f"Lighthouse failed on {address}.")


def table(runs: dict[str, list[dict[str, Any]]]) -> str:
    """The medians as a table in Markdown."""
    titles = ["Page", *CATEGORIES.values(), *METRICS.values()]
    lines = [titles, ["---", *["--:"] * (len(titles) - 1)]]
    for name, reports in runs.items():
        scores = [
            f"{100 * _median(each['categories'][key]['score'] for each in reports):.0f}"
            for key in CATEGORIES
        ]
        metrics = [
            _printed(
                key, _median(each["audits"][key]["numericValue"] for each in reports)
            )
            for key in METRICS
        ]
        lines.append([name, *scores, *metrics])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def findings(runs: dict[str, list[dict[str, Any]]]) -> str:
    """What cost something in any category, with how often it was found."""
    lines = []
    for name, reports in runs.items():
        found = Counter(title for report in reports for title in _lost(report))
        lines += [
            f"{name}: {title} ({times} of {len(reports)})"
            for title, times in found.items()
        ]
    return "\n".join(lines)


def _lost(report: dict[str, Any]) -> Iterator[str]:
    for category in CATEGORIES:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            counts = reference["weight"] and audit["score"] is not None
            if counts and audit["score"] < 0.9:
                yield f"{CATEGORIES[category]}: {audit['title']}"


def document(runs: dict[str, list[dict[str, Any]]], text: str) -> str:
    one = next(iter(runs.values()))[0]
    browser = one["environment"]["hostUserAgent"].partition("Chrome/")[2].split()[0]
    number = len(next(iter(runs.values())))
    return f"""# Lighthouse

Medians of {number} runs of each page of the demo, written by `make lighthouse` on
{datetime.now(UTC):%-d %B %Y} with Lighthouse {one["lighthouseVersion"]} and Chromium {browser}:
a phone's screen, a slow phone's processor and a slow 4G network, simulated from loads of
the production server (two workers, brotli, hashed static files) on the same machine.

{text}

Sent is what the page with everything in it weighs, pictures included. The scores for
performance drift by a few points with what else the machine does; the others do not.
"""


def _median(values: Iterable[float | None]) -> float:
    return statistics.median(value or 0 for value in values)


def _printed(key: str, value: float) -> str:
    if key == "cumulative-layout-shift":
        return f"{value:.3f}"
    if key == "total-byte-weight":
        return f"{value / 1024:.0f} KB"
    return f"{value / 1000:.1f} s" if value >= 1000 else f"{value:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
