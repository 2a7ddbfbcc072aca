"""A throw-away PostgreSQL for one test or bench run."""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2

NOT_FOUND = (
    "there are no PostgreSQL server programs in /usr/lib/postgresql or in PATH, "
    "and TEST_DATABASE_URL is not set"
)
# Nothing in a test run has to outlive a power loss, and nothing lives long enough to be
# vacuumed, or to pay for a compiled plan.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
}


def find_binaries() -> Path | None:
    """The newest folder that holds `initdb` and `postgres`."""
    in_path = shutil.which("initdb")
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: [int(part) for part in folder.parent.name.split(".")],
        reverse=True,
    )
    if in_path:
        folders.append(Path(in_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


@contextlib.contextmanager
def throwaway_cluster(
    binaries: Path, *, settings: dict[str, str] | None = None
) -> Iterator[str]:
    """
    Start a cluster of its own on a free loopback port and yield its address.

    It is stopped and deleted whatever happens inside the block.
    """
    folder = Path(tempfile.mkdtemp(prefix="newsroom-postgres-"))
    person = _unprivileged()
    if person:
        os.chown(folder, person.pw_uid, person.pw_gid)
    server = None
    try:
        password = secrets.token_urlsafe(16)
        _initialise(binaries, folder, password, person)
        port = _free_port()
        server = _start(binaries, folder, port, settings or {}, person)
        address = f"postgres://newsroom:{password}@127.0.0.1:{port}"
        _wait_until_ready(server, f"{address}/postgres", folder / "log")
        yield f"{address}/newsroom"
    finally:
        if server:
            # SIGINT: close all connections and stop.
            server.send_signal(2)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run the server as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("There is no user “postgres” or “nobody” to run PostgreSQL as.")


def _as_user(person: pwd.struct_passwd | None) -> dict[str, object]:
    if person is None:
        return {}
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


def _initialise(
    binaries: Path, folder: Path, password: str, person: pwd.struct_passwd | None
) -> None:
    password_file = folder / "password"
    password_file.write_text(password)
    password_file.chmod(0o600)
    if person:
        os.chown(password_file, person.pw_uid, person.pw_gid)
    done = subprocess.run(
        [
            binaries / "initdb",
            f"--pgdata={folder / 'data'}",
            "--username=newsroom",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **_as_user(person),
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}")


def _start(
    binaries: Path,
    folder: Path,
    port: int,
    settings: dict[str, str],
    person: pwd.struct_passwd | None,
) -> subprocess.Popen[bytes]:
    options = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(folder),
        **settings,
    }
    command = [str(binaries / "postgres"), "-D", str(folder / "data")]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the run, which then stops the server in order.
            start_new_session=True,
            **_as_user(person),
        )


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg2.connect(address, connect_timeout=2).close()
        except psycopg2.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    f"PostgreSQL did not start:\n{log.read_text()}"
                ) from None
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
