"""Writes of households, by noun: each keyword-only, in one transaction, leaving one event."""
