"""Pages of accompaniments, by noun: one access, one call, one answer."""
