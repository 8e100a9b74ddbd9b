"""Masking of small numbers in breakdowns of who is accompanied: pure (domain.md §4.1, Masking)."""

from collections.abc import Sequence


def masked(counts: Sequence[int], threshold: int) -> list[int | None]:
    """Give the counts of a breakdown whose total is published, with None for those that may not be read.

    A number between 1 and the threshold (excluded) is hidden: behind it are persons. Zero is shown, since there is nobody
    behind it, and a report full of « masqué » would say less than it hides. But the total is known, so hiding must
    leave a doubt: where one line alone is hidden, or where the hidden ones can only be one each, the smallest shown line
    is hidden too, and so on; when every other number is hidden already, a zero is.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < threshold}
    others = sorted(
        (place for place in range(len(counts)) if place not in hidden),
        key=lambda place: (counts[place] == 0, counts[place], place),
    )
    while hidden and others and (len(hidden) == 1 or sum(counts[place] for place in hidden) <= len(hidden)):
        hidden.add(others.pop(0))
    return [None if place in hidden else count for place, count in enumerate(counts)]
