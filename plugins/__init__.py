"""What a ledger's ``plugin`` lines name. Each is a door of a few lines."""
