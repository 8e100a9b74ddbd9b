"""Bodies, their meetings and decisions (built with the six-weekly cell)."""
