"""What starts and ends an accompaniment, imported by journeys alone (built with the CAL dossier and the convention)."""
