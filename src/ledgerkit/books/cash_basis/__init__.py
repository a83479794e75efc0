"""Income and expenses by payment; start with `reading`."""
