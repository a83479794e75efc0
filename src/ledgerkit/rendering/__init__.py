"""Documents for people: invoices, statements and reminders as HTML and PDF."""
