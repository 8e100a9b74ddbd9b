"""Tests of the services around a household."""
