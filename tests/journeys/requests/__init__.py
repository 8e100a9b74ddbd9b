"""Tests of the landlord’s requests and of the procedure."""
