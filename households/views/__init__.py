"""Pages that write in a file: who, where, how much, what is shared, who works it."""
