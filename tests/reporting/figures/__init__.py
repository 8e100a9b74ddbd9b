"""The calculation of a month, indicator by indicator."""
