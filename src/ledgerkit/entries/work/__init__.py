"""Hours, write-offs and invoices of what was worked; start at `hours`."""
