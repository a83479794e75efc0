"""How it is collected; open `collection` first."""
