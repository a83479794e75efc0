"""Tax: what says that a return was filed, and the codes of a country."""
