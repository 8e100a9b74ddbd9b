"""How a view gets its object, by noun: 404 for what may not be seen, 403 with its reason for what may not be done."""
