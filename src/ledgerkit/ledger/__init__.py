"""The ledger as text: its files, places in it, and loading it; open `loader` first."""
