"""How much memory a real Celery worker holds after twenty reports: `python -m scripts.bench.worker`, with a base's environment."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import django

REPORTS = 20
WAIT = 300
COMMAND = [
    sys.executable, "-m", "celery", "-q", "-A", "config", "worker", "-Q", "interactive,reports", "--concurrency", "1",
    "--loglevel", "error",
]  # fmt: skip


class SlowError(RuntimeError):
    """The reports were not made."""


def main() -> int:
    """Ask for the reports, let a worker make them, say what it weighs."""
    django.setup()
    from records.enums import JobStatus  # noqa: PLC0415 -- after setup
    from records.models import Job  # noqa: PLC0415
    from records.services import jobs  # noqa: PLC0415
    from reporting.enums import FileKind  # noqa: PLC0415
    from reporting.services.files import JOB_KINDS  # noqa: PLC0415
    from scripts.bench.months import the_month  # noqa: PLC0415
    from scripts.bench.scenarios import sign_in  # noqa: PLC0415

    version, manager = the_month(), sign_in("responsable0").user
    params = {"version_id": version.pk, "revision": version.revision, "kind": FileKind.PDF}
    with subprocess.Popen(COMMAND, env=os.environ.copy()) as worker:
        try:
            before = _settled(worker.pid)
            ids = [
                jobs.ask(kind=JOB_KINDS[FileKind.PDF], key=f"banc-{time.time_ns()}", by=manager.pk, params=params).pk
                for _ in range(REPORTS)
            ]
            started = time.monotonic()
            while Job.objects.filter(pk__in=ids).exclude(status__in=(JobStatus.DONE, JobStatus.FAILED)).exists():
                if time.monotonic() - started > WAIT or worker.poll() is not None:
                    raise SlowError("the worker did not make the reports")
                time.sleep(0.2)
            seconds = time.monotonic() - started
            done = Job.objects.filter(pk__in=ids, status=JobStatus.DONE).count()
            after = weights(worker.pid)
        finally:
            worker.terminate()
    print(
        json.dumps(
            {"reports": done, "seconds": round(seconds, 1), "before_mb": max(before), "heaviest_mb": max(after),
             "processes_mb": after}
        )
    )  # fmt: skip
    return 0 if done == REPORTS else 1


def _settled(pid: int) -> list[int]:
    """Wait until the worker has its child, and weigh both."""
    limit = time.monotonic() + WAIT
    while len(weights(pid)) < 2 and time.monotonic() < limit:  # noqa: PLR2004 -- itself and its child
        time.sleep(0.2)
    time.sleep(1)
    return weights(pid)


def weights(pid: int) -> list[int]:
    """Give the resident memory of a process and of its children, in MB."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(folder.name) == pid or int(status["PPid"]) == pid:
            found.append(int(status.get("VmRSS", "0 kB").split()[0]) // 1024)
    return found


if __name__ == "__main__":
    sys.exit(main())
