"""Pages that span a file."""
