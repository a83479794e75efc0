"""What we owe: bills as they come in, duplicates, approval and payment."""
