"""Invoices and bills from tables, and vendors' statements; open `rows` first."""
