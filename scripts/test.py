"""Every check and every test: `make test`, and what the CI runs. `--fix` lets the tools mend what they can, and stops there.

Three runs of pytest: on SQLite with messages as files (what a fresh clone has), on PostgreSQL and Redis (what a federation
has), and in a browser. TEST_DATABASE_URL and TEST_REDIS_URL are followed when given; else servers are started for the run.
A PostgreSQL of one's own is to have its autovacuum off, for the reason that `servers.py` gives.
A server that cannot be started is a failure, never a skip.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from servers import ServerError, postgres, redis

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PRODUCTION = {
    "PALIER_MODE": "production",
    "PALIER_HOSTS": "palier.example.org",
    **{
        name: f"{name}-only-for-the-check-{'0123456789abcdef' * 4}"
        for name in ("PALIER_SECRET_KEY", "PALIER_TEXT_KEY", "PALIER_JOURNAL_KEY", "PALIER_SEARCH_KEY")
    },
}

ONCE = [  # files read, and who may open what: the same whatever the database
    "--ignore", "tests/architecture/test_code.py",
    "--ignore", "tests/architecture/test_access_matrix.py",
    "--ignore", "tests/journeys/course/test_landlord_reads.py",
]  # fmt: skip
TOLD = ["--durations=12", "-o", "faulthandler_timeout=300"]  # what is long, and where a test that does not end stands


@dataclass
class Outcome:
    """What became of a step."""

    name: str
    code: int
    seconds: float
    output: str = ""

    @property
    def line(self) -> str:
        """Say it in one line."""
        return f"{'ok    ' if self.code == 0 else 'FAILED'} {self.seconds:6.1f} s  {self.name}"


@dataclass
class Check:
    """A check without tests: a command, and the command that mends."""

    name: str
    command: Sequence[str | Path]
    fix: Sequence[str | Path] = ()
    env: dict[str, str] = field(default_factory=dict)


def tracked(*patterns: str) -> list[str]:
    """Give our files: those of git, else (in an archive) those of the folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        return sorted(name for name in listed.stdout.splitlines() if (ROOT / name).exists())
    hidden = {".venv", "var", "node_modules"}
    found = (path.relative_to(ROOT) for pattern in patterns for path in ROOT.rglob(pattern))
    return sorted(str(path) for path in found if not hidden & set(path.parts))


def checks() -> list[Check]:
    """Name every check."""
    python = [name for name in tracked("*.py") if "/migrations/" not in name]
    templates = tracked("*.html")
    spoken = [name for name in python if not name.startswith(("tests/", "scripts/"))] + templates
    manage = [sys.executable, "manage.py"]
    return [
        Check("ruff format", [BIN / "ruff", "format", "--check", "."], [BIN / "ruff", "format", "."]),
        Check("ruff check", [BIN / "ruff", "check", "."], [BIN / "ruff", "check", "--fix", "."]),
        Check("mypy", [BIN / "mypy", "."]),
        Check("import-linter", [BIN / "lint-imports"]),
        Check("django-upgrade", [BIN / "django-upgrade", "--target-version", "5.2", "--check", *python],
              [BIN / "django-upgrade", "--target-version", "5.2", "--exit-zero-even-if-changed", *python]),
        Check("djade", [BIN / "djade", "--target-version", "5.2", "--check", *templates],
              [BIN / "djade", "--target-version", "5.2", *templates]),
        Check("djhtml", [BIN / "djhtml", "--tabwidth", "2", "--check", *templates],
              [BIN / "djhtml", "--tabwidth", "2", *templates]),
        Check("typography", [sys.executable, "scripts/typography.py", *spoken],
              [sys.executable, "scripts/typography.py", "--fix", *spoken]),
        Check("migrations are made", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check("check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], env=PRODUCTION),
        Check("docs/state-diagrams.md is fresh", [*manage, "state_diagrams", "--check"], [*manage, "state_diagrams"]),
        Check("no secret, no half-merged file", ["git", "diff", "--check", "HEAD"] if (ROOT / ".git").exists() else ["true"]),
    ]  # fmt: skip


def run_check(check: Check) -> Outcome:
    """Run one check, quietly."""
    started = time.monotonic()
    done = subprocess.run(
        [str(part) for part in check.command],
        cwd=ROOT, env=clean(check.env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    outcome = Outcome(check.name, done.returncode, time.monotonic() - started, done.stdout)
    print(outcome.line, flush=True)
    if outcome.code:
        print(outcome.output, flush=True)
    return outcome


def run_pytest(name: str, arguments: Sequence[str], env: dict[str, str]) -> Outcome:
    """Run pytest, its words passing as they come; keep its closing lines."""
    started = time.monotonic()
    print(f"\n===== {name} =====", flush=True)
    kept: list[str] = []
    cores = str(min(os.cpu_count() or 1, 4))
    command = [str(BIN / "pytest"), "-q", "--color=no", "-n", cores, "--dist", "worksteal", *TOLD, *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=clean(env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            kept = [*kept, line][-400:]
    return Outcome(name, process.returncode, time.monotonic() - started, closing("".join(kept)))


def closing(output: str) -> str:
    """Give pytest's short summary and its last line."""
    lines = output.rstrip().splitlines()
    failed = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    return "\n".join([*failed, lines[-1] if lines else "pytest said nothing"])


def clean(more: dict[str, str]) -> dict[str, str]:
    """Give an environment without what the machine says of our databases and secrets."""
    dropped = ("PALIER_", "DATABASE_URL", "REDIS_URL", "TEST_DATABASE_URL", "TEST_REDIS_URL", "EMAIL_HOST")
    return {name: value for name, value in os.environ.items() if not name.startswith(dropped)} | more


@contextlib.contextmanager
def servers() -> Iterator[dict[str, str]]:
    """Give the servers of the environment, or start our own."""
    with contextlib.ExitStack() as stack:
        yield {
            "TEST_DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or stack.enter_context(postgres()),
            "TEST_REDIS_URL": os.environ.get("TEST_REDIS_URL") or stack.enter_context(redis()),
        }


def main() -> int:
    """Run everything, whatever fails on the way; say it all at the end."""
    if "--fix" in sys.argv:
        for check in checks():
            if check.fix:
                print(check.name, flush=True)
                subprocess.run([str(part) for part in check.fix], cwd=ROOT, check=False)
        return 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(run_check, checks()))
    runs = [run_pytest("pytest: SQLite, messages as files", ["-m", "not e2e"], {})]
    try:
        with servers() as env:
            runs.append(run_pytest("pytest: PostgreSQL and Redis", ["-m", "not e2e", *ONCE], env))
            runs.append(run_pytest("pytest: in a browser, on PostgreSQL", ["-m", "e2e"], env))
    except ServerError as failure:
        print(failure, flush=True)
        runs.append(Outcome("pytest: PostgreSQL and Redis", 1, 0, f"a server could not be started: {failure}"))
    print("\n===== what was run =====")
    for outcome in [*outcomes, *runs]:
        print(outcome.line)
    for outcome in runs:
        print(f"\n{outcome.name}\n{outcome.output}", flush=True)
    return 1 if any(outcome.code for outcome in [*outcomes, *runs]) else 0


if __name__ == "__main__":
    sys.exit(main())
