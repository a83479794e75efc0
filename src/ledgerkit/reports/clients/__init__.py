"""One client, and lists of records; open `card` first."""
