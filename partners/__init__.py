"""Organisations, units, users, roles, the Reader, programmes and their versions."""
