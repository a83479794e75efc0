"""Reminders: which clients, at which level, for how much; open `plan` first."""
