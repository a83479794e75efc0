"""Charts made from tables; open `band` first."""
