"""Reads of documents: by what they are about, by who must sign, and the templates."""
