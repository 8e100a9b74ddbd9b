"""Retention, erasure, subject access (built with the rights of persons)."""
