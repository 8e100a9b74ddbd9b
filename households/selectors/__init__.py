"""Reads that join, count or shape what households know: what is due, what happened, search, what forms offer."""

from households.selectors.choices import Statement, candidates, last_statement, members_on, nur_warnings
from households.selectors.clocks import due
from households.selectors.named import naming_landlords, people_named
from households.selectors.past import happened
from households.selectors.search import search

__all__ = [
    "Statement",
    "candidates",
    "due",
    "happened",
    "last_statement",
    "members_on",
    "naming_landlords",
    "nur_warnings",
    "people_named",
    "search",
]
