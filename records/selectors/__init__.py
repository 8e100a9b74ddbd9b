"""Reads of records, by noun."""
