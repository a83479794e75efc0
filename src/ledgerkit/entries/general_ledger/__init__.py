"""What closing and reopening a period write; open `close` first."""
