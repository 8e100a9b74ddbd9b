"""What is read of a document: frozen dataclasses, for its page, its PDF and its list alike."""
