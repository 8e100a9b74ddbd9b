"""The life of a month, on dated days."""
