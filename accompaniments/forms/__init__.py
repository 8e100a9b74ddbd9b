"""Forms of accompaniments, by noun: they clean, they write nothing."""
