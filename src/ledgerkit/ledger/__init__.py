"""The ledger as text: its files, places in them, loading; open `loader` first."""
