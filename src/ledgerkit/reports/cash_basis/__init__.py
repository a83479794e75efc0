"""Income and expenses by payment, as tables."""
