"""The bases under measure: where each is, how it is made, the process that measures it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent


def surroundings(folder: Path, households: int) -> dict[str, str]:
    """Give the environment of one base: a folder of its own, and a database of its own on the server when there is one."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PALIER_", "REDIS_URL", "EMAIL"))}
    env |= {
        "DJANGO_SETTINGS_MODULE": "scripts.bench.settings",
        "PALIER_VAR": str(folder / str(households)),
        "PALIER_MODE": "test",
        "PYTHONPATH": str(ROOT),
    }
    if url := os.environ.get("DATABASE_URL"):
        env["DATABASE_URL"] = urlsplit(url)._replace(path=f"/palier_bench_{households}").geturl()
    return env


def prepare(folder: Path, households: int) -> None:
    """Make a base anew, with its households."""
    (folder / str(households) / "staticfiles").mkdir(parents=True, exist_ok=True)
    env = surroundings(folder, households)
    if "DATABASE_URL" in env:
        _recreate(env["DATABASE_URL"])
    _run([sys.executable, "manage.py", "migrate", "-v0"], env)
    _run([sys.executable, "-m", "scripts.bench.fill", str(households)], env)


def _recreate(url: str) -> None:
    """Make an empty database on the server that DATABASE_URL names."""
    import psycopg2  # noqa: PLC0415 -- with a server only

    name = urlsplit(url).path.lstrip("/")
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


def _run(command: list[str], env: dict[str, str]) -> None:
    subprocess.run(command, cwd=ROOT, env=env, check=True)


def weigh_worker(folder: Path, households: int) -> dict[str, Any]:
    """Let a real worker make reports from a base, and give what it weighs."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scripts.bench.worker"],
        cwd=ROOT, env=surroundings(folder, households), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


class Base:
    """A base and the process that measures it."""

    def __init__(self, households: int, process: "subprocess.Popen[str]") -> None:
        self.households, self._process = households, process
        hello = self._answer()
        self.names: list[str] = hello["names"]
        self.database: str = hello["database"]

    def times(self, name: str, count: int) -> list[float]:
        """Give the seconds of so many calls."""
        return list(self._ask(do="times", name=name, times=count)["seconds"])

    def cost(self, name: str) -> dict[str, Any]:
        """Give queries and memory of a call."""
        return self._ask(do="cost", name=name)

    def _ask(self, **order: object) -> dict[str, Any]:
        assert self._process.stdin  # noqa: S101 -- for mypy
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout  # noqa: S101 -- for mypy
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process of {getattr(self, 'households', '?')} households stopped")
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def opened(folder: Path, sizes: list[int]) -> Iterator[list[Base]]:
    """Start the processes of all sizes, and stop them."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "scripts.bench.child"],
            cwd=ROOT, env=surroundings(folder, size), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for size in sizes
    ]  # fmt: skip
    try:
        yield [Base(size, process) for size, process in zip(sizes, processes, strict=True)]
    finally:
        for process in processes:
            process.terminate()
            process.wait(timeout=15)
