"""The drawing of what is owed: its labels say the amount, to the nearest euro."""

from decimal import Decimal

from foundation.periods import Month
from journeys.selectors.rent_trend import draw


def test_an_amount_over_its_bar_is_rounded_and_never_cut():
    amounts = ("323.70", "1411.50", "12.49", "-0.20", "-50.60")
    drawn = draw([(Month(2026, rank), Decimal(amount), 0) for rank, amount in enumerate(amounts, start=1)])
    assert [bar.rounded for bar in drawn.bars] == ["324", "1\u00a0412", "12", "0", "\u221251"]
