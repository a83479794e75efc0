"""Commands on hours and expenses; start at `hours`."""
