"""Reads of leases, by noun."""
