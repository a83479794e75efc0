"""What a book says for its forecasts; open `reading` first."""
