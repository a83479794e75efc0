"""Bank statements, their lines, and our cash accounts; open `statement` first."""
