"""What the books measure of clients; open `measures` first."""
