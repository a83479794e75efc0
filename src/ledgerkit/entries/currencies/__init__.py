"""Rates of exchange into the books, and what they make of open foreign items."""
