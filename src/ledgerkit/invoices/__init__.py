"""What an invoice or bill says: who to whom, lines, tax by category, totals."""
