"""Commands of accompaniments."""
