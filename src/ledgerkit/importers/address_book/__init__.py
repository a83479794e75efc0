"""vCards and tables of people; open `read` first."""
