"""Records of client relations, and what follows from them; open `record` first."""
