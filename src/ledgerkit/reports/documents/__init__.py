"""What is owed, by document; open `open_items` first."""
