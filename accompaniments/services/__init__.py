"""Writes of accompaniments, by noun."""
