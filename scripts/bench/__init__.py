"""The bench: `make bench`. Real pages and a real month over 36, 1,000 and 10,000 households, beside what they cost at least."""
