"""Receivables: collection, reminders and recurring invoices."""
