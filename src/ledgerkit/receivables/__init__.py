"""How we are paid: collection, reminders and recurring invoices."""
