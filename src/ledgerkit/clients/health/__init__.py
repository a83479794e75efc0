"""The score from 0 to 100, and what alone is reason to worry; open `health` first."""
