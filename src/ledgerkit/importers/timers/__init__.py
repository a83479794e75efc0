"""Time sheets that a timer exported; start at `read`."""
