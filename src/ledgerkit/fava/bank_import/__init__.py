"""The page *Import*: a bank's file, line by line; open `reading` first."""
