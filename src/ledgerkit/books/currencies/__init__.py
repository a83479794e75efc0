"""Rates of exchange of postings, and what they gain or lose; open `exchange` first."""
