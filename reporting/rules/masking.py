"""Masking of small numbers in breakdowns of who is accompanied: pure (domain.md §4.1, Masking)."""

from collections.abc import Sequence


def masked(counts: Sequence[int], threshold: int) -> list[int | None]:
    """Give the counts of a breakdown whose total is published, with None for those that may not be read.

    A number from 1 to the threshold (excluded) is hidden, since persons are behind it. The zeros are hidden with it, or a
    zero that is read would leave the others one person each where the total is small; with no small number to hide,
    zeros are read: there is nobody behind them. The total being known, a line hidden alone, or lines that can only be as high as
    hidden lines go, are found by subtraction: then the smallest of the others (all those that equal it) are hidden too.
    Who knows this rule and the total still finds no hidden line: the same reading stands for several breakdowns. Two cases are
    out of reach of any rule, for the total alone tells them: a single line, and many lines all just under the threshold.
    """
    if not any(0 < count < threshold for count in counts):
        return list(counts)
    hidden = {place for place, count in enumerate(counts) if count < threshold}
    while len(hidden) < len(counts) and (len(hidden) == 1 or all(counts[place] == threshold - 1 for place in hidden)):
        smallest = min(count for place, count in enumerate(counts) if place not in hidden)
        hidden |= {place for place, count in enumerate(counts) if count == smallest}
    return [None if place in hidden else count for place, count in enumerate(counts)]
