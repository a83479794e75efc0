"""FatturaPA, Italy's format; open `write` and `read` first."""
