"""The page *Clients*: its views, its forms, and one client on four tabs."""
