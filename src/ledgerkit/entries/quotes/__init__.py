"""Writing quotes, their answers and their invoices; begin with `quote`."""
