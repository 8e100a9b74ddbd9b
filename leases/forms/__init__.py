"""Forms of leases, by noun."""
