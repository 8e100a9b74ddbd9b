"""Pages of leases, by noun."""
