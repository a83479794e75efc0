"""Matching of statement lines: evidence, candidates, one choice; open `match`."""
