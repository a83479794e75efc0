"""ISO 20022 statements; open `message` first."""
