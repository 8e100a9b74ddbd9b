"""Forms of partners, by noun."""
