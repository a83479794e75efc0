"""What says in the ledger that something was sent; open `sending` first."""
