"""Collecting from clients by direct debit: begin with ``mandate.py``."""
