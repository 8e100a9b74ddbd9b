"""Offers and their answers, imported by journeys alone (built with the CAL dossier)."""
