"""What every part stands on: months and periods, encrypted text, form layout, French words. No models."""

VERSION = "0.1"
