"""How receivables are collected; open `collection` first."""
