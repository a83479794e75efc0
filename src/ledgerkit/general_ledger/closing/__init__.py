"""Closed periods: what was closed, its digests and differences; open `canonical`."""
