"""A real Celery worker, in its own process, on the test's database: messages as files, or Redis when there is one."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
CELERY = [sys.executable, "-m", "celery", "-q", "-A", "config"]
WAIT = 60


@dataclass
class Program:
    """A Celery program and what it says."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        """Give its log so far."""
        return self.log.read_text(errors="replace")


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.worker)


def database_url() -> str:
    """Name the test's own database, as another process opens it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    password = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
    return f"postgres://{at['USER']}{password}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def redis_url() -> str:
    """Give each parallel run a database of its own in the Redis of the run; empty without one."""
    if not (url := os.environ.get("TEST_REDIS_URL", "")):
        return ""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return f"{url.rsplit('/', 1)[0]}/{number + 1}"


@pytest.fixture
def surroundings(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """Give the environment of the processes that the test starts."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PALIER_")}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PALIER_MODE": "test",
        "PALIER_VAR": str(tmp_path),
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url(),
        "PYTHONWARNINGS": "ignore:You:Warning",
    }


@pytest.fixture
def start(surroundings: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Give what starts a Celery program. All are stopped at the end."""
    started: list[Program] = []

    def begin(*arguments: str) -> Program:
        log = tmp_path / f"{arguments[0]}.log"
        with log.open("wb") as output:
            process = subprocess.Popen([*CELERY, *arguments], cwd=ROOT, env=surroundings, stdout=output, stderr=output)
        started.append(Program(process, log))
        return started[-1]

    yield begin
    for program in started:
        program.process.terminate()
    for program in started:
        try:
            program.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            program.process.kill()
            program.process.wait()


def until(is_true: Callable[[], bool], program: Program) -> None:
    """Wait for something that another process does; fail with what that process said."""
    limit = time.monotonic() + WAIT
    while not is_true():
        if program.process.poll() is not None or time.monotonic() > limit:
            pytest.fail(f"still not:\n{program.said()[-3000:]}")
        time.sleep(0.1)


@pytest.fixture
def worker(start: Callable[..., Program]) -> Program:
    """Start a worker of both queues and wait until it is ready."""
    program = start("worker", "-Q", "interactive,reports", "--concurrency", "1", "--loglevel", "info")
    until(lambda: "ready." in program.said(), program)
    return program


@pytest.fixture
def ask(surroundings: dict[str, str]) -> Callable[[str], None]:
    """Give what leaves a message for a worker, as another process would."""

    def leave(task: str) -> None:
        subprocess.run([*CELERY, "call", task], cwd=ROOT, env=surroundings, check=True, capture_output=True)

    return leave
