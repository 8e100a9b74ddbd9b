"""What spans a file: the homes, the file page, lists, the team. Composed of what the apps beneath offer."""
