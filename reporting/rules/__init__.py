"""What a month counts, and the shape in which it is kept: plain Python."""
