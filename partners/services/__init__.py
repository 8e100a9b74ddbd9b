"""Writes of partners, by noun: each keyword-only, in one transaction, leaving one event."""
