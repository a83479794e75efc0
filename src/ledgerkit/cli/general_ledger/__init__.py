"""Commands of the general ledger that are more than a report."""
