"""Collection: how well we collect, and doubtful debts; open `history` first."""
