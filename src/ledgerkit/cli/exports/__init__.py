"""``ledgerkit export``: files for advisers and offices; begin with `export`."""
