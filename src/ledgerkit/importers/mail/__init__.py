"""E-mails as mail programs keep them; open `read` first."""
