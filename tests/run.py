"""
Run the tests on SQLite, then on PostgreSQL: `make test`, `make torture`.

PostgreSQL is the one that TEST_DATABASE_URL names, or a throw-away cluster. Further
arguments go to pytest.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402  (needs the path above)

SQLITE = "sqlite:///db.sqlite3"
ON_BOTH = "not torture"
# A browser sees no difference between databases, and takes its time; a test that may
# not touch a database sees none at all.
ON_POSTGRES = "django_db and not torture and not browser"


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    torture = "--torture" in arguments
    arguments = [argument for argument in arguments if argument != "--torture"]
    if not torture:
        # The same code gets the same answer each time; torture looks for new ones.
        arguments += ["--hypothesis-profile", "ci"]
    has_postgres = bool(os.environ.get("TEST_DATABASE_URL") or postgres.find_binaries())

    note = "Database: SQLite."
    if not has_postgres:
        note += f" PostgreSQL: NOT TESTED, {postgres.NOT_FOUND}."
    with postgres_address() as address:
        prepare(SQLITE, *([address] if has_postgres else []))
        print("== SQLite", flush=True)
        failed = run_pytest(SQLITE, "torture" if torture else ON_BOTH, note, arguments)
        if not has_postgres:
            return failed

        print("\n== PostgreSQL", flush=True)
        before = "FAILED" if failed else "passed"
        note = f"Database: PostgreSQL. The run on SQLite before this one {before}."
        failed_too = run_pytest(
            address, "torture" if torture else ON_POSTGRES, note, arguments
        )
    return failed or failed_too


def prepare(*databases: str) -> None:
    """
    Migrate the databases that the runs will copy, all at once: the workers of a run
    could only wait for the first of them. What fails here, a run tells of.
    """
    environment = os.environ | {"DEBUG": "1", "SECRET_KEY": "tests-only"}
    command = [sys.executable, "-m", "tests.databases"]
    started = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment | {"DATABASE_URL": database},
            stdin=subprocess.DEVNULL,
        )
        for database in databases
    ]
    for each in started:
        each.wait()


def run_pytest(database: str, markers: str, note: str, arguments: list[str]) -> int:
    """One run; the note stands in its closing lines."""
    # Whoever is done takes over what waits behind another's browser tests.
    workers = ["-n", "3", "--dist", "worksteal"]
    environment = os.environ | {"DATABASE_URL": database, "TEST_RUN_NOTE": note}
    # The tests compile slowly, for every assertion is rewritten: once, not six times.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", *workers, "-m", markers, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    ).returncode


@contextlib.contextmanager
def postgres_address() -> Iterator[str]:
    given = os.environ.get("TEST_DATABASE_URL")
    binaries = postgres.find_binaries()
    if given or not binaries:
        yield given or ""
        return
    with postgres.throwaway_cluster(binaries, settings=postgres.FORGETFUL) as address:
        yield address


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
