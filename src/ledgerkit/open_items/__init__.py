"""Open items, for receivables and payables alike; open `allocation` first."""
