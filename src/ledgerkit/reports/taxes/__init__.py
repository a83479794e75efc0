"""Tax, as tables."""
