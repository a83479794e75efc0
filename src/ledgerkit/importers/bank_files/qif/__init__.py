"""QIF; open `qif` first."""
