"""Records and events, address books, rename and forget; open `record` first."""
