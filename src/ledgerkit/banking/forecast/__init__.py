"""The cash forecast, and how certain it is; open `forecast` first."""
