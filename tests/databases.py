"""
The test database as a copy of one that was migrated before, put back after each test
that wrote to it for good.

Migrating an empty database takes ten seconds, and every worker of every run would. The
first one keeps what it made, under a name that tells the migrations it was made by.
Emptying it afterwards and asking each app again for the rows it begins with takes most
of a second, and every browser test would.

    python -m tests.databases    makes and keeps the one of DATABASE_URL before any run
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import django
from django.db import connection, transaction

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


def remembered() -> Callable[[], None]:
    """
    What gives the database back the rows it has now, however it was changed since.
    Numbers that were given to rows are not given again.
    """
    return _remember_file() if connection.vendor == "sqlite" else _remember_rows()


def _remember_file() -> Callable[[], None]:
    beginning = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    connection.connection.backup(beginning)

    def put_back() -> None:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = cursor.fetchall()
            # What a page asked for as it closed may still be writing.
            beginning.backup(connection.connection, sleep=0.01)
            with transaction.atomic():
                cursor.execute("DELETE FROM sqlite_sequence")
                cursor.executemany("INSERT INTO sqlite_sequence VALUES (%s, %s)", given)

    return put_back


def _remember_rows() -> Callable[[], None]:
    names = connection.introspection.django_table_names(
        only_existing=True, include_views=False
    )
    tables = [connection.ops.quote_name(name) for name in names]
    any_rows = " UNION ALL ".join(
        f"SELECT {number} WHERE EXISTS (SELECT FROM {table})"  # noqa: S608  (our tables)
        for number, table in enumerate(tables)
    )

    def filled() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(any_rows)
            return [tables[number] for (number,) in cursor.fetchall()]

    rows: dict[str, str] = {}
    with connection.cursor() as cursor:
        for table in filled():
            out = StringIO()
            cursor.copy_expert(f"COPY {table} TO STDOUT", out)
            rows[table] = out.getvalue()

    def put_back() -> None:
        # References are looked at when all is done.
        with transaction.atomic(), connection.cursor() as cursor:
            for table in filled():
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            for table, text in rows.items():
                cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(text))

    return put_back


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
