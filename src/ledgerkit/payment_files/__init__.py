"""Files that a bank takes orders from."""
