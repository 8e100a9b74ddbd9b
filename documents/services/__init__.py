"""Writes of documents: templates, drafts, signatures, copies."""
