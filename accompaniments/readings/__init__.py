"""What a reader reads of an accompaniment, by noun: frozen dataclasses, already allowed to her."""
