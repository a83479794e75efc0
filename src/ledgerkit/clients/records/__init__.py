"""What was written of a client relation, and what follows; open `record` first."""
