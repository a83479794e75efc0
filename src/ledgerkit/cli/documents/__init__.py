"""Commands on our invoices and on what is owed; open `invoice` first."""
