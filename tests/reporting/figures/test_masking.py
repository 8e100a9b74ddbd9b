"""What may be read of a breakdown: small numbers never, and not by subtraction either."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.masking import masked


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([5, 9, 0], [5, 9, 0]),
        ([3, 9, 7], [None, 9, None]),  # 3 alone would be the total less 16
        ([3, 7, 7, 9], [None, None, None, 9]),  # which of the two sevens would tell
        ([3, 4, 9], [None, None, 9]),
        ([1, 1, 9, 0], [None, None, 9, None]),  # a zero that is read would leave one each
        ([4, 4, 9, 6], [None, None, 9, None]),  # two that make 8 are as high as hidden ones go
        ([3, 0, 0], [None, None, None]),
        ([4], [None]),
    ],
)
def test_by_hand(counts, shown):
    assert masked(counts, 5) == shown


@given(st.lists(st.integers(0, 60), max_size=9), st.integers(2, 8))
def test_no_small_number_is_shown(counts, threshold):
    for count, shown in zip(counts, masked(counts, threshold), strict=True):
        assert shown in {None, count}
        assert shown is None or shown == 0 or shown >= threshold


@given(st.lists(st.integers(0, 60), min_size=2, max_size=9), st.integers(2, 8))
def test_one_line_is_never_hidden_alone(counts, threshold):
    hidden = [count for count, shown in zip(counts, masked(counts, threshold), strict=True) if shown is None]
    assert len(hidden) != 1


@pytest.mark.parametrize(("size", "highest", "threshold"), [(2, 9, 3), (3, 8, 3), (3, 12, 5), (4, 7, 3), (4, 7, 5)])
def test_who_knows_the_rule_and_the_total_finds_no_hidden_number(size, highest, threshold):
    """Try every breakdown: several always give the same reading, and every hidden line differs between them."""
    readings = defaultdict(list)
    for counts in product(range(highest + 1), repeat=size):
        readings[tuple(masked(counts, threshold)), sum(counts)].append(counts)
    for (shown, total), several in readings.items():
        if several == [(threshold - 1,) * size] and size >= threshold:
            continue  # every line of a long breakdown just under the threshold: its mean says it, whatever is hidden
        for place, line in enumerate(shown):
            if line is None:
                assert len({counts[place] for counts in several}) > 1, (shown, total, several)
