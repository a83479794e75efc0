"""Records, sales and health of clients as they are read; open `reading` first."""
