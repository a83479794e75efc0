"""Reading: directives become values, and `Books` hands them out; open `books` first."""
