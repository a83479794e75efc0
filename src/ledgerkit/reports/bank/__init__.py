"""Bank, cash and forecast; open `cash` first."""
