"""Files of other programs become values; open `tables/columns` first."""
