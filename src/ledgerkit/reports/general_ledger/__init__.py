"""Statements of the general ledger; open `trial_balance` first."""
