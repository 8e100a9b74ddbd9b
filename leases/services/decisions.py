"""Decisions of the commission, imported by journeys alone (built with the CAL dossier)."""
