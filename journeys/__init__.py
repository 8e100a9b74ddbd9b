"""What spans a case: homes, the file page, what is due."""
