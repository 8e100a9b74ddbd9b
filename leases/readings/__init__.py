"""What a reader reads of dossiers, dwellings and leases: frozen dataclasses."""
