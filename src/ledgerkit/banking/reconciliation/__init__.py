"""The books beside a statement, to the cent; open `reconcile` first."""
