"""The reports as methods of the books, by subject."""
