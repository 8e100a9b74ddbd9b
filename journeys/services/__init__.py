"""Acts that touch several parts, in one transaction, by noun."""
