"""Rules of this part: plain Python, dates and enums in, a verdict out."""


def session_is_expired(seen_at: float | None, now: float, idle_minutes: int) -> bool:
    """Tell whether a session was idle too long (domain.md §8.16: 30 minutes). One that was never seen begins now."""
    return seen_at is not None and now - seen_at >= idle_minutes * 60
