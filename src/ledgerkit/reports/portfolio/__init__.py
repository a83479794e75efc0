"""All clients together, measured; open `health` first."""
