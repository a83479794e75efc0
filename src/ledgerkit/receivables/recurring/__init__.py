"""Invoices that come again, and deferred revenue; open `template` first."""
