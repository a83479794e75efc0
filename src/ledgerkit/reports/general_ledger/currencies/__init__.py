"""Statements in another currency, and exchange results; first `translated`."""
