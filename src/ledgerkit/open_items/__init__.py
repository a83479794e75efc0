"""What is owed, by us and to us: receivables and payables share every line."""
