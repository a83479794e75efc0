"""What was typed and can't be meant: open `transaction_keys` first."""
