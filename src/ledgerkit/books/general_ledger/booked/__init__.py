"""A book as entries for other programs; begin with `entries`."""
