"""Statements into the books, line by line, and cash counts; open `prepare` first."""
