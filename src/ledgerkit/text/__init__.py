"""Others' text made safe, and numbers as a locale writes them; open `untrusted`."""
