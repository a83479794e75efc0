"""What all pages have in common: notes, long tables, files and titles."""
