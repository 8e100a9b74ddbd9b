"""Writes of records, by noun."""
