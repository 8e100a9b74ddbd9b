"""The figures of a month, from dated facts at their effective dates: `compute` gives them with the lines behind each."""

from reporting.selectors.figures.build import Computed, compute

__all__ = ["Computed", "compute"]
