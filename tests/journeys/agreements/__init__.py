"""Conventions and contracts on the file."""
