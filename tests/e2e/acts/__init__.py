"""What the actors of a course do on their pages, by theme; each act takes the `Play` in which it is done."""
