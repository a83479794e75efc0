"""Tax: the codes of a country, for books that have none."""
