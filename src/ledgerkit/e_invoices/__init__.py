"""Electronic invoices, written and read; open `e_invoice` first."""
