"""Forms of households: they clean what is typed, services write it."""
