"""How well we collect, and what is doubtful; open `history` first."""
