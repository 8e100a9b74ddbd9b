"""`make bench`: measure, then write docs/bench.json and docs/bench.md. `--sizes 36 --rounds 1 --out /tmp/x` for a trial."""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scripts.bench.bases import ROOT, Base, opened, prepare, weigh_worker
from scripts.bench.report import FLOORS, missed, written

EMPTY = "empty"
A_ROUND = 2  # calls of one size before the next size's turn
WARM = 1
BUDGET = 12  # seconds that a slow scenario may take
LEAST = 3  # rounds, however slow


def main() -> int:
    """Fill the bases, measure each scenario from one to the other, write what was found."""
    parser = argparse.ArgumentParser(description="Le banc de Palier")
    parser.add_argument("--sizes", type=int, nargs="+", default=[36, 1000, 10_000])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--keep", type=Path, help="garde les bases dans ce dossier, et s’en sert si elles y sont")
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    parser.add_argument("--no-worker", dest="worker", action="store_false")
    asked = parser.parse_args()
    started = time.monotonic()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="palier-bench-"))
    try:
        for size in asked.sizes:
            if not (folder / str(size)).exists():
                prepare(folder, size)
        with opened(folder, asked.sizes) as bases:
            found = measured(bases, asked.rounds, asked.only)
        if asked.worker:
            found["worker"] = weigh_worker(folder, asked.sizes[-1])
    finally:
        if asked.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    found["seconds"] = round(time.monotonic() - started)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "bench.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (asked.out / "bench.md").write_text(written(found), encoding="utf-8")
    print((asked.out / "bench.md").read_text(encoding="utf-8"))
    if names := missed(found):
        print("Buts manqués :", ", ".join(names))
    return 0


def measured(bases: list[Base], rounds: int, only: list[str]) -> dict[str, Any]:
    """Measure every scenario; its floor takes its turn each time: the empty page, or what it is compared with."""
    found: dict[str, Any] = {"database": bases[0].database, "rounds": rounds, "scenarios": {}}
    for name in bases[0].names:
        if only and name not in only:
            continue
        beside = FLOORS.get(name, EMPTY)
        samples: dict[int, dict[str, list[float]]] = {base.households: {name: [], beside: []} for base in bases}
        for base in bases:
            base.times(name, WARM)
            base.times(beside, WARM)
        limit = time.monotonic() + BUDGET
        for turn in range(rounds):
            if turn >= LEAST and time.monotonic() > limit:
                break
            for base in bases:
                for timed in dict.fromkeys((name, beside)):
                    samples[base.households][timed] += base.times(timed, A_ROUND)
        found["scenarios"][name] = {
            str(base.households): summary(samples[base.households][name], samples[base.households][beside])
            | base.cost(name)
            for base in bases
        }
        print(name, {size: row["p50"] for size, row in found["scenarios"][name].items()}, file=sys.stderr, flush=True)
    return found


def summary(seconds: list[float], beside: list[float]) -> dict[str, float]:
    """Give milliseconds: the middle, the slow one in twenty, and the floor's middle of the same minutes."""
    ordered = sorted(seconds)
    slow = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {
        "p50": round(statistics.median(ordered) * 1000, 2),
        "p95": round(slow * 1000, 2),
        "floor": round(statistics.median(beside) * 1000, 2),
        "calls": len(ordered),
    }


if __name__ == "__main__":
    sys.exit(main())
