"""Bank and cash accounts."""
