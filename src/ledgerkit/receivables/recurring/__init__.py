"""Recurring invoices and deferred revenue; open `template` first."""
