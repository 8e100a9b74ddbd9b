"""Writes of this part: the life of a month."""
