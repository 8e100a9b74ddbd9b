"""Rules on meetings: what may be logged, when, and what only warns."""
