"""Client measures from the books; open `measures` first."""
