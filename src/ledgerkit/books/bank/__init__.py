"""Bank accounts, statements, rules and cleared postings, as read; open `reading`."""
