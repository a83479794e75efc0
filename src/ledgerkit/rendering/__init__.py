"""Documents for people, as pages and PDF; open `stationery` first."""
