"""Answers that were given before, for books that are unchanged; begin with `warm`."""
