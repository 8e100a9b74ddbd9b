"""One base under measure: a process that reads orders, one JSON line each, and answers them.

One process a size, all alive together: the bench goes from one to the other, so that what else the machine does weighs on all.
"""

import gc
import json
import resource
import sys
import time
import tracemalloc
from http import HTTPStatus
from typing import Any

import django

MEGA = 1024


class RefusedError(RuntimeError):
    """A page did not answer as it should: nothing is worth measuring."""


def main() -> int:
    """Prepare, say what may be measured, then obey."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.db import connection  # noqa: PLC0415

    from scripts.bench.months import months  # noqa: PLC0415
    from scripts.bench.scenarios import pages  # noqa: PLC0415

    if settings.DEBUG:
        raise RefusedError("a bench is not run in debug")
    calls = {**pages(), **months()}
    answer({"names": list(calls), "database": connection.vendor})
    for line in sys.stdin:
        order = json.loads(line)
        call = calls[order["name"]]
        answer(cost(call) if order["do"] == "cost" else times(call, order["times"]))
    return 0


def answer(said: dict[str, Any]) -> None:
    """Answer an order."""
    print(json.dumps(said), flush=True)


def done(call: Any) -> Any:
    """Do it once, and refuse what went wrong."""
    result = call()
    status = getattr(result, "status_code", 200)
    if status != HTTPStatus.OK and not (status == HTTPStatus.FOUND and "/connexion/" not in result["Location"]):
        raise RefusedError(f"answered {status}: {result.content[:400]!r}")
    return result


def times(call: Any, count: int) -> dict[str, Any]:
    """Give the seconds of each call."""
    seconds = []
    for _ in range(count):
        gc.collect()
        started = time.perf_counter()
        done(call)
        seconds.append(time.perf_counter() - started)
    return {"seconds": seconds}


def cost(call: Any) -> dict[str, Any]:
    """Give what one call asks of the database, and of memory at its highest."""
    from django.db import connection, reset_queries  # noqa: PLC0415 -- after setup
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    done(call)
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        done(call)
    queries = len(captured)
    slowest = max(captured.captured_queries, key=lambda row: float(row["time"]), default=None)
    tracemalloc.start()
    result = done(call)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    content = result if isinstance(result, bytes) else getattr(result, "content", b"")
    size = len(content) if isinstance(content, bytes) else 0  # a month's content is no text
    return {
        "queries": queries,
        "peak_kb": peak // MEGA,
        "bytes": size,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGA,
        "slowest": slowest["sql"][:2000] if slowest else "",
        "slowest_s": float(slowest["time"]) if slowest else 0,
    }


if __name__ == "__main__":
    sys.exit(main())
