"""Rules of leases: effort rate, residual income, ceilings, surfaces, commission, offers. Plain Python."""
