"""Tests, one folder an app."""
