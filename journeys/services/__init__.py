"""Acts that touch several parts of a file at once, each in one transaction and one act of the journal."""
