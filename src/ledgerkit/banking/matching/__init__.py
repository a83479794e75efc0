"""What a statement line is: candidates, evidence, one choice for all; open `match`."""
