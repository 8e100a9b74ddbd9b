"""Forms of acts and searches that span a file."""
