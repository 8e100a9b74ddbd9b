"""The years of a budget."""

YEARS = range(2000, 2100)  # no programme is older, none is agreed for the next century
