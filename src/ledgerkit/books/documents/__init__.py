"""Invoices, bills and credits as they are read; open `invoices` first."""
