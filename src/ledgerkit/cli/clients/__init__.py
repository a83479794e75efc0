"""Commands on clients; open `client` first."""
