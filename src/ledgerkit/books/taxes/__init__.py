"""A book's tax: its taxed postings, schemes, figures and returns."""
