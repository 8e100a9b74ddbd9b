"""Fill one base: `python -m scripts.bench.fill HOUSEHOLDS`, with the base's environment."""

import sys
import time

import django


def main() -> int:
    """Load, and say how long it took."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 -- after setup

    from scripts.bench.load import load  # noqa: PLC0415 -- after setup

    started = time.monotonic()
    made = load(int(sys.argv[1]), timezone.localdate())
    print(f"{made.households} households, {made.rows} rows, {made.workers} workers: {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
