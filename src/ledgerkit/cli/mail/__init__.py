"""Sending by e-mail, and reading what came back; open `send` first."""
