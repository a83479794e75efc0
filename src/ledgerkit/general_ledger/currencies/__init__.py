"""Rates of exchange, and what they make of balances; first `rates`."""
