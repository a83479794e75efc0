"""The vocabulary by subject; open `documents` first."""
