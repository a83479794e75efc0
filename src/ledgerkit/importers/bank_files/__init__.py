"""Files that banks give their customers -> statements."""
