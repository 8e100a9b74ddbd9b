"""Reads of leases, by noun."""

from leases.selectors.due import due
from leases.selectors.happened import happened

__all__ = ["due", "happened"]
