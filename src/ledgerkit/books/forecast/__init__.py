"""A book's input for its forecasts; open `reading` first."""
