"""Writes of leases, by noun."""
