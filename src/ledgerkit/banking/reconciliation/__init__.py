"""Bank reconciliation, to the cent; open `reconcile` first."""
