"""Indicators, months, evaluations; a manager's home."""
