"""XML, written and safely read; open `part` first."""
