"""Quotes: what they offer, and what of it is invoiced; begin with `quote`."""
