"""Client relations, measured by the books first and by what was noted second."""
