"""Reports on quotes: all of them, one line by line, and how they fare."""
