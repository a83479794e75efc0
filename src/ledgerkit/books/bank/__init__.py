"""Bank accounts, statements, rules and what has cleared, as read; open `reading`."""
