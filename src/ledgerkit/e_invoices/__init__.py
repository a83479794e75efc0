"""Electronic invoices, written and read; open `formats` first."""
