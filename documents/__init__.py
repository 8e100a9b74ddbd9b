"""Templates, drafts, versions, signatures (built when the convention is)."""
