"""Rules of documents: what a text may say, what signatures suffice. Plain Python."""
