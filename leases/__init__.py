"""Dwellings, housing projects, CAL files, leases, rent (built with the CAL dossier)."""
