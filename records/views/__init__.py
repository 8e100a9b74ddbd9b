"""Pages and fragments of records, by noun."""
