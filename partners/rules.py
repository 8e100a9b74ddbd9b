"""Rules of this part: plain Python, dates and enums in, a verdict out."""
