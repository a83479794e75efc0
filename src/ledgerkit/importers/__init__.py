"""Files of other programs become values; open `columns` first."""
