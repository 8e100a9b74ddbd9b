"""Template tags and filters known to every template."""
