"""Writing: requests become directives, as a person would write them; open `change`."""
