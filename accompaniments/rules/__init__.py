"""Rules of this part, by noun: plain Python, dates and enums in, a verdict out (`rules.states`, `rules.meetings`)."""
