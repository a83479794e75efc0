"""Invoices, bills, credits, receipts, deposits and write-offs; open `documents`."""
