"""Tests of the month's files."""
