"""Whom to remind, at which level, for how much; open `plan` first."""
