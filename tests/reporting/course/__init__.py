"""The watch, the requests, the contacts and the agreements of a month (M16 to M20)."""
