"""Both courses whole, from the referral to the closure, through the services (domain.md §2.1, §2.2)."""
