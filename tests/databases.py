"""
The test database as a copy of one that was migrated before.

Migrating an empty database takes ten seconds, and every worker of every run would. The
first one keeps what it made, under a name that tells the migrations it was made by.

    python -m tests.databases    makes and keeps the one of DATABASE_URL before any run
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test-databases"


def fingerprint() -> str:
    """Of all that a migrated database depends on: our migrations, and others' by the pins."""
    digest = hashlib.sha256((ROOT / "requirements/dev.txt").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def copied_or_kept() -> Iterator[None]:
    """
    Around making the test database: it is there before, as a copy, or is kept
    afterwards. One worker at a time, so that only the first one migrates.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    name = connection.creation._get_test_db_name()
    copy, keep = (
        (_copy_file, _keep_file)
        if connection.vendor == "sqlite"
        else (_copy_template, _keep_template)
    )
    with (KEPT / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_there = copy(name)
        if is_there:
            fcntl.flock(lock, fcntl.LOCK_UN)
        yield
        if not is_there:
            keep(name)


def _kept_file() -> Path:
    return KEPT / f"{fingerprint()}.sqlite3"


def _copy_file(name: str) -> bool:
    if not _kept_file().exists():
        return False
    shutil.copyfile(_kept_file(), name)
    return True


def _keep_file(name: str) -> None:
    for old in KEPT.glob("*.sqlite3"):
        old.unlink()
    unfinished = KEPT / "unfinished"
    unfinished.unlink(missing_ok=True)
    with sqlite3.connect(name) as made, sqlite3.connect(unfinished) as kept:
        made.backup(kept)
    unfinished.rename(_kept_file())


def _copy_template(name: str) -> bool:
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        # Of an earlier run, with its rows.
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)")
        template = f"newsroom_{fingerprint()}"
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not cursor.fetchone():
            return False
        cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(template)}")
    return True


def _keep_template(name: str) -> None:
    quote = connection.ops.quote_name
    template = f"newsroom_{fingerprint()}"
    # Nobody may be connected to what is copied.
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quote(template)} TEMPLATE {quote(name)}")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    before = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/made.sqlite3"
        with copied_or_kept():
            connection.creation.create_test_db(verbosity=0, keepdb=True)
        connection.creation.destroy_test_db(before, verbosity=0)


if __name__ == "__main__":
    main()
