"""What no test may do without failing: read what is undefined, write in a GET, hand a model to a template."""
