"""What is owed, on either side alike; open `allocation` first."""
